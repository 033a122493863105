package org.fe4j.export;

import com.google.common.collect.ImmutableList;
import java.util.function.IntFunction;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.feature.DatasetFeatures;
import org.fe4j.feature.FeatureMatrix;

/**
 * Features with what their rows mean: an id for each, and where they are known a class and a group.
 * Nothing is copied; rows are asked for when they are written.
 *
 * <p>Immutable and safe for use by multiple threads, as long as what it was made of is.
 */
public final class FeatureTable {
  private final String name;
  private final FeatureMatrix features;
  private final ImmutableList<String> classNames;
  private final ImmutableList<TextColumn> columns;

  private FeatureTable(
      String name,
      FeatureMatrix features,
      ImmutableList<String> classNames,
      ImmutableList<TextColumn> columns) {
    this.name = name;
    this.features = features;
    this.classNames = classNames;
    this.columns = columns;
  }

  /** Returns the features of a data set with the id and the class of each row. */
  public static FeatureTable of(DatasetFeatures features, ImageDataset dataset) {
    TextColumn path = new TextColumn(TextColumn.PATH, row -> dataset.id(features.index(row)));
    TextColumn label =
        new TextColumn(
            TextColumn.LABEL, row -> dataset.classNames().get(dataset.label(features.index(row))));
    return new FeatureTable(
        dataset.name(), features, dataset.classNames(), ImmutableList.of(path, label));
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
    return new FeatureTable(
        name, features, ImmutableList.of(), ImmutableList.of(new TextColumn(TextColumn.PATH, ids)));
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
    return new FeatureTable(name, features, classNames, all.build());
  }

  /** Returns what the whole is called, such as the data set's name. */
  public String name() {
    return name;
  }

  /** Returns the features. */
  public FeatureMatrix features() {
    return features;
  }

  /** Returns the names of all classes, those without a row too; none where they are not known. */
  public ImmutableList<String> classNames() {
    return classNames;
  }

  /** Returns the columns of text: path, and where they are known label and group. */
  ImmutableList<TextColumn> columns() {
    return columns;
  }

  @Override
  public String toString() {
    return "FeatureTable[%s: %d x %d]".formatted(name, features.rows(), features.dimension());
  }
}
