package org.fe4j.export;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.feature.DatasetFeatures;
import org.fe4j.feature.FeatureMatrix;

/**
 * Features with what their rows mean: an id for each, and where they are known a class and a group,
 * and what made them. Nothing is copied; rows are asked for when they are written.
 *
 * <p>What {@link ExportFormat} wrote, or a cluster, {@link #read(Path)} reads back.
 *
 * <p>Immutable and safe for use by multiple threads, as long as what it was made of is.
 */
public final class FeatureTable {
  private static final String BACKBONE = "backbone";

  private final String name;
  private final DatasetFeatures features;
  private final ImmutableList<TextColumn> columns;
  private final Optional<ImageDataset> dataset;
  private final Optional<FeatureFile> file;

  private FeatureTable(
      String name,
      DatasetFeatures features,
      ImmutableList<TextColumn> columns,
      Optional<ImageDataset> dataset,
      Optional<FeatureFile> file) {
    this.name = name;
    this.features = features;
    this.columns = columns;
    this.dataset = dataset;
    this.file = file;
  }

  /**
   * Returns the features of a data set with the id and the class of each row, and with its group
   * where the data set has groups.
   */
  public static FeatureTable of(DatasetFeatures features, ImageDataset dataset) {
    return of(features, dataset, Optional.empty());
  }

  /** Returns what was read from a file. */
  static FeatureTable of(
      DatasetFeatures features, ImageDataset dataset, Optional<FeatureFile> file) {
    ImmutableList.Builder<TextColumn> columns = ImmutableList.builder();
    columns.add(new TextColumn(TextColumn.PATH, row -> dataset.id(features.index(row))));
    columns.add(
        new TextColumn(
            TextColumn.LABEL, row -> dataset.classNames().get(dataset.label(features.index(row)))));
    if (IntStream.range(0, dataset.size())
        .anyMatch(index -> !dataset.group(index).equals(dataset.id(index)))) {
      columns.add(new TextColumn(TextColumn.GROUP, row -> dataset.group(features.index(row))));
    }
    return new FeatureTable(dataset.name(), features, columns.build(), Optional.of(dataset), file);
  }

  /**
   * Returns features whose classes are not known.
   *
   * @param name of the whole, such as the folder's
   * @param features the rows
   * @param ids the id of each row
   */
  public static FeatureTable unlabelled(
      String name, FeatureMatrix features, IntFunction<String> ids) {
    ImmutableIntArray rows = ImmutableIntArray.copyOf(IntStream.range(0, features.rows()));
    return new FeatureTable(
        name,
        DatasetFeatures.of(features, rows, ImmutableList.of(), 0),
        ImmutableList.of(new TextColumn(TextColumn.PATH, ids)),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Reads labelled features, in columns of the standard names: a Parquet file, or a folder of them
   * such as Spark writes, with values of columns in the names of sub-folders ({@code
   * label=granite}) too; a .npy file with the table of path and label beside it; or a .csv file.
   * The last two are read where they are as {@link ExportFormat} writes them.
   *
   * <p>A file of one data set that {@link ExportFormat#PARQUET} wrote, and that nobody changed,
   * keeps its order; all other rows are sorted by the UTF-8 bytes of their paths, since a cluster
   * writes them in any order. Values become float32. They are laid out in a temporary file, so that
   * the heap holds paths, classes and groups alone.
   *
   * @throws MalformedFeaturesException if it does not hold what it should; the message says where,
   *     and what to do
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if the name of the file ends in no format that is read
   * @throws IllegalStateException if a library is missing; the message has the lines to add
   */
  public static FeatureTable read(Path path) throws IOException {
    return read(path, FeatureColumns.standard());
  }

  /**
   * The same with columns of other names.
   *
   * @throws MalformedFeaturesException as {@link #read(Path)}
   * @throws IOException if it cannot be read
   */
  public static FeatureTable read(Path path, FeatureColumns columns) throws IOException {
    return FeatureReading.read(path, columns);
  }

  /**
   * Returns the table with a group for each row, replacing those that it has.
   *
   * @param groups the group of each row
   */
  public FeatureTable withGroups(IntFunction<String> groups) {
    ImmutableList.Builder<TextColumn> all = ImmutableList.builder();
    columns.stream().filter(column -> !column.name().equals(TextColumn.GROUP)).forEach(all::add);
    all.add(new TextColumn(TextColumn.GROUP, groups));
    return new FeatureTable(
        name,
        features,
        all.build(),
        dataset.map(images -> GroupedImages.of(images, features, groups)),
        file);
  }

  /** Returns the table of a data set that is called otherwise, for reports. */
  public FeatureTable named(String newName) {
    return new FeatureTable(
        newName, features, columns, dataset.map(images -> images.named(newName)), file);
  }

  /**
   * Returns the table with another name for what made its features: what it is called in a report,
   * and in a comparison, in which no two have the same.
   */
  public FeatureTable ofBackbone(String backbone) {
    return withProvenance(
        ImmutableMap.<String, String>builder()
            .putAll(provenance())
            .put(BACKBONE, backbone)
            .buildKeepingLast());
  }

  /**
   * Returns the table with what made its features, replacing what it said of that.
   *
   * @param facts by name, such as {@code backbone}, {@code weights sha256}, {@code tap}
   */
  public FeatureTable withProvenance(Map<String, String> facts) {
    return new FeatureTable(name, features.withProvenance(facts), columns, dataset, file);
  }

  /**
   * Returns the table of the same images in the order of another one, with that one's name.
   *
   * @throws IllegalArgumentException if it has other images, or they have other classes or groups,
   *     or the classes of one are not known
   */
  public FeatureTable alignedTo(FeatureTable other) {
    ImageDataset wanted = other.images();
    DatasetFeatures aligned =
        new TableAlignment(this, images(), wanted, other.backbone()).features();
    return new FeatureTable(other.name, aligned, of(aligned, wanted).columns, other.dataset, file);
  }

  private ImageDataset images() {
    return dataset.orElseThrow(
        () ->
            new IllegalArgumentException(
                "[%s] has no classes, so that nothing can be told apart: give it the data set with FeatureTable.of(features, dataset)"
                    .formatted(name)));
  }

  /** Returns what the whole is called, such as the data set's name. */
  public String name() {
    return name;
  }

  /**
   * Returns what made the features: as {@link #ofBackbone} or the provenance say, else what the
   * file is called.
   */
  public String backbone() {
    return provenance()
        .getOrDefault(BACKBONE, file.map(from -> FeatureReading.stem(from.path())).orElse(name));
  }

  /**
   * Returns what made the features, as whoever made or wrote them states it; nothing is checked.
   */
  public ImmutableMap<String, String> provenance() {
    return features.provenance();
  }

  /** Returns where it was read from; nothing where it was not. */
  public Optional<FeatureFile> file() {
    return file;
  }

  /** Returns the features, with the images that have none. */
  public DatasetFeatures features() {
    return features;
  }

  /**
   * Returns the images that the features are of; nothing where their classes are not known. Those
   * of a table that was read have no bytes.
   */
  public Optional<ImageDataset> dataset() {
    return dataset;
  }

  /** Returns the names of all classes, those without a row too; none where they are not known. */
  public ImmutableList<String> classNames() {
    return dataset.map(ImageDataset::classNames).orElse(ImmutableList.of());
  }

  /** Returns the columns of text: path, and where they are known label and group. */
  ImmutableList<TextColumn> columns() {
    return columns;
  }

  /** Returns the images without features, for the file. */
  ImmutableList<FileFacts.Skipped> skipped() {
    return dataset
        .map(
            images ->
                features.skipped().stream()
                    .map(
                        image ->
                            new FileFacts.Skipped(
                                image.index(),
                                image.id(),
                                images.classNames().get(images.label(image.index())),
                                GroupedImages.groupOrEmpty(images, image.index()),
                                image.reason()))
                    .collect(ImmutableList.toImmutableList()))
        .orElse(ImmutableList.of());
  }

  @Override
  public String toString() {
    return "FeatureTable[%s: %d x %d]".formatted(name, features.rows(), features.dimension());
  }
}
