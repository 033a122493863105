package org.fe4j.dataset.published;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import com.google.common.primitives.Ints;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import org.fe4j.download.Checksum;
import org.fe4j.download.FileSize;
import org.fe4j.download.RemoteFile;
import org.fe4j.progress.ProgressListener;

/**
 * STL-10 (Coates, Ng and Lee, "An analysis of single-layer networks in unsupervised feature
 * learning", 2011): 13,000 labelled colour pictures of 96 x 96 pixels in 10 classes, 5,000 to train
 * on and 8,000 to test on, in the publisher's binary version.
 *
 * <pre>
 * stl10_binary/train_X.bin       5,000 records of 27,648 bytes: red, green and blue, 9,216 bytes
 *                                each, column after column
 * stl10_binary/train_y.bin       5,000 labels of a byte, 1 to 10
 * stl10_binary/test_X.bin        8,000 records
 * stl10_binary/test_y.bin        8,000 labels
 * stl10_binary/class_names.txt   10 names, one in a line
 * stl10_binary/fold_indices.txt  10 lines of 1,000 numbers of training pictures, from 0 on
 * stl10_binary/unlabeled_X.bin   100,000 records, which are not unpacked
 * </pre>
 *
 * <p>Both parts are joined unless one is asked for. Files may hold any number of records. Each
 * picture is read from the disk when it is asked for, as a portable pixmap.
 *
 * <p>The publisher's protocol trains on each of ten folds of 1,000 pictures, which overlap, and
 * tests each time on all test pictures: {@link #trainingFolds} and {@link #testRows} have them, and
 * {@code PredefinedFolds} divides by them.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @see <a href="https://cs.stanford.edu/~acoates/stl10/">the publisher's page</a>
 */
public final class Stl10 extends RecordDataset {
  static final String NAME = "stl10";

  private static final int CLASSES = 10;
  private static final int FOLDS = 10;

  /** Ten thousand numbers of up to four digits take 50 kB. */
  private static final int MAXIMUM_FOLD_BYTES = 10 << 20;

  private static final PlanarPixels PIXELS = new PlanarPixels(96, PlanarPixels.Order.COLUMNS);
  private static final String NAMES_FILE = "class_names.txt";
  private static final String FOLDS_FILE = "fold_indices.txt";

  // The publisher's page has no checksum; address and MD5 are those of torchvision's stl10.py. The
  // publisher's page links to http, and Fetcher compares the MD5.
  static final PublishedArchive ARCHIVE =
      archive(
          RemoteFile.of(
                  URI.create("http://ai.stanford.edu/~acoates/stl10/stl10_binary.tar.gz"),
                  Checksum.md5("91f7769df0f17e558f3565bffb0c7dfb"))
              .withSize(FileSize.ofBytes(2_640_397_119L)));

  private final ImmutableList<String> names;
  private final ImmutableList<LabelledRecords> files;
  private final ImmutableList<ImmutableIntArray> folds;
  private final DatasetPart part;

  private Stl10(
      ImmutableList<String> names,
      ImmutableList<LabelledRecords> files,
      ImmutableList<ImmutableIntArray> folds,
      DatasetPart part) {
    super(NAME, names, PIXELS, files, part);
    this.names = names;
    this.files = files;
    this.folds = folds;
    this.part = part;
  }

  static PublishedArchive archive(RemoteFile location) {
    return new PublishedArchive(
        NAME,
        "stl10_binary.tar.gz",
        location,
        "stl10_binary",
        ImmutableList.of(
            "train_X.bin", "train_y.bin", "test_X.bin", "test_y.bin", NAMES_FILE, FOLDS_FILE));
  }

  /**
   * Returns the data set from the publisher, downloaded and unpacked now or before. The archive has
   * 2.6 GB, most of them unlabelled pictures; 360 MB are unpacked, and the archive may be deleted
   * then.
   *
   * @throws IOException if it cannot be had: the message says why and what to do
   */
  public static Stl10 download(ProgressListener listener) throws IOException {
    return download(ARCHIVE, DatasetCache.ofDefaults(), listener);
  }

  static Stl10 download(PublishedArchive archive, DatasetCache cache, ProgressListener listener)
      throws IOException {
    return read(cache.download(archive, listener));
  }

  /**
   * Returns the data set of {@code stl10_binary.tar.gz}, which is unpacked into the cache once, or
   * of a folder that it was unpacked into.
   *
   * @throws IllegalArgumentException if there is no such file
   * @throws IOException if it cannot be read or unpacked, or is something else
   */
  public static Stl10 of(Path archiveOrFolder) throws IOException {
    return of(archiveOrFolder, ProgressListener.NONE);
  }

  /** Returns the same, and tells a listener how much is unpacked. */
  public static Stl10 of(Path archiveOrFolder, ProgressListener listener) throws IOException {
    return of(archiveOrFolder, DatasetCache.ofDefaults(), listener);
  }

  static Stl10 of(Path archiveOrFolder, DatasetCache cache, ProgressListener listener)
      throws IOException {
    return read(cache.open(ARCHIVE, archiveOrFolder, listener));
  }

  private static Stl10 read(Path folder) throws IOException {
    LabelledRecords train = read(folder, DatasetPart.TRAIN);
    return new Stl10(
        NameList.read(folder.resolve(NAMES_FILE), CLASSES),
        ImmutableList.of(train, read(folder, DatasetPart.TEST)),
        readFolds(folder.resolve(FOLDS_FILE), train.count()),
        DatasetPart.JOINED);
  }

  private static LabelledRecords read(Path folder, DatasetPart part) throws IOException {
    RecordFile pictures =
        RecordFile.of(folder.resolve(part.title() + "_X.bin"), PIXELS.byteCount());
    RecordFile labels = RecordFile.of(folder.resolve(part.title() + "_y.bin"), 1);
    if (labels.count() != pictures.count()) {
      throw new MalformedDatasetException(
          labels.file(),
          "There are %d labels, but %d pictures in %s. Unpack or fetch both again."
              .formatted(labels.count(), pictures.count(), pictures.file().getFileName()));
    }
    return new LabelledRecords(
        part, 0, pictures, 0, new Labelling(labels.file(), 1, CLASSES).labels(labels.column(0)));
  }

  private static ImmutableList<ImmutableIntArray> readFolds(Path file, int pictures)
      throws IOException {
    if (Files.size(file) > MAXIMUM_FOLD_BYTES) {
      throw new MalformedDatasetException(
          file, "%d lines of numbers are needed, but this has megabytes.".formatted(FOLDS));
    }
    List<String> lines =
        Files.readString(file, StandardCharsets.ISO_8859_1)
            .lines()
            .filter(line -> !line.isBlank())
            .toList();
    if (lines.size() != FOLDS) {
      throw new MalformedDatasetException(
          file, "%d lines of numbers are needed, but there are %d.".formatted(FOLDS, lines.size()));
    }
    ImmutableList.Builder<ImmutableIntArray> folds = ImmutableList.builder();
    for (int fold = 0; fold < FOLDS; fold++) {
      folds.add(readFold(file, fold, lines.get(fold), pictures));
    }
    return folds.build();
  }

  private static ImmutableIntArray readFold(Path file, int fold, String line, int pictures)
      throws MalformedDatasetException {
    BitSet seen = new BitSet();
    Splitter splitter = Splitter.on(CharMatcher.whitespace()).omitEmptyStrings();
    for (String number : splitter.split(line)) {
      Integer picture = Ints.tryParse(number);
      if (picture == null || picture < 0 || picture >= pictures || seen.get(picture)) {
        throw new MalformedDatasetException(
            file,
            "Line %d has \"%s\", but needs different numbers of training pictures, 0 to %d."
                .formatted(fold + 1, number, pictures - 1));
      }
      seen.set(picture);
    }
    return ImmutableIntArray.copyOf(seen.stream());
  }

  /** Returns the data set with another part of the pictures. */
  public Stl10 part(DatasetPart newPart) {
    return new Stl10(names, files, folds, newPart);
  }

  /**
   * Returns the publisher's ten folds: the indices of the pictures that each trains on, ascending.
   * Some pictures are in several of them.
   *
   * @throws IllegalStateException unless both parts are joined
   */
  public ImmutableList<ImmutableIntArray> trainingFolds() {
    requireJoined();
    return folds;
  }

  /**
   * Returns the indices of the pictures to test on, ascending.
   *
   * @throws IllegalStateException unless both parts are joined
   */
  public ImmutableIntArray testRows() {
    requireJoined();
    ImmutableIntArray.Builder rows = ImmutableIntArray.builder();
    for (int row = files.get(0).count(); row < size(); row++) {
      rows.add(row);
    }
    return rows.build();
  }

  private void requireJoined() {
    if (part != DatasetPart.JOINED) {
      throw new IllegalStateException(
          "The publisher's folds need the pictures of both parts, but this is %s. Ask before part()."
              .formatted(name()));
    }
  }
}
