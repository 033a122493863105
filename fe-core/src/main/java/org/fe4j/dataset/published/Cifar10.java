package org.fe4j.dataset.published;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.fe4j.download.Checksum;
import org.fe4j.download.FileSize;
import org.fe4j.download.RemoteFile;
import org.fe4j.progress.ProgressListener;

/**
 * CIFAR-10 (Krizhevsky, "Learning multiple layers of features from tiny images", 2009): 60,000
 * colour pictures of 32 x 32 pixels in 10 classes, 50,000 to train on and 10,000 to test on, in the
 * publisher's binary version.
 *
 * <pre>
 * cifar-10-batches-bin/data_batch_1.bin … data_batch_5.bin   10,000 records each, to train on
 * cifar-10-batches-bin/test_batch.bin                        10,000 records, to test on
 * cifar-10-batches-bin/batches.meta.txt                      10 names, one in a line
 *
 * record, 3073 bytes:
 *      0      1  label, 0 to 9
 *      1   1024  red, row after row
 *   1025   1024  green
 *   2049   1024  blue
 * </pre>
 *
 * <p>Both parts are joined unless one is asked for. Files may hold any number of records. Each
 * picture is read from the disk when it is asked for, as a portable pixmap.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @see <a href="https://www.cs.toronto.edu/~kriz/cifar.html">the publisher's page</a>
 */
public final class Cifar10 extends RecordDataset {
  static final String NAME = "cifar10";

  private static final int CLASSES = 10;
  private static final PlanarPixels PIXELS = new PlanarPixels(32, PlanarPixels.Order.ROWS);
  private static final String TEST_FILE = "test_batch.bin";
  private static final String NAMES_FILE = "batches.meta.txt";
  private static final ImmutableList<String> TRAIN_FILES =
      ImmutableList.of(
          "data_batch_1.bin",
          "data_batch_2.bin",
          "data_batch_3.bin",
          "data_batch_4.bin",
          "data_batch_5.bin");

  // The MD5 of the binary version, as on the publisher's page; that of torchvision's cifar.py is of
  // the Python version. TensorFlow Datasets and MindSpore load this archive too.
  static final PublishedArchive ARCHIVE =
      archive(
          RemoteFile.of(
                  URI.create("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"),
                  Checksum.md5("c32a1d4ab5d03f1284b67883e8d87530"))
              .withSize(FileSize.ofBytes(170_052_171)));

  private final ImmutableList<String> names;
  private final ImmutableList<LabelledRecords> files;

  private Cifar10(
      ImmutableList<String> names, ImmutableList<LabelledRecords> files, DatasetPart part) {
    super(NAME, names, PIXELS, files, part);
    this.names = names;
    this.files = files;
  }

  static PublishedArchive archive(RemoteFile location) {
    return new PublishedArchive(
        NAME,
        "cifar-10-binary.tar.gz",
        location,
        "cifar-10-batches-bin",
        ImmutableList.<String>builder().addAll(TRAIN_FILES).add(TEST_FILE, NAMES_FILE).build());
  }

  /**
   * Returns the data set from the publisher, 162 MB, downloaded and unpacked now or before.
   *
   * @throws IOException if it cannot be had: the message says why and what to do
   */
  public static Cifar10 download(ProgressListener listener) throws IOException {
    return download(ARCHIVE, DatasetCache.ofDefaults(), listener);
  }

  static Cifar10 download(PublishedArchive archive, DatasetCache cache, ProgressListener listener)
      throws IOException {
    return read(cache.download(archive, listener));
  }

  /**
   * Returns the data set of {@code cifar-10-binary.tar.gz}, which is unpacked into the cache once,
   * or of a folder that it was unpacked into.
   *
   * @throws IllegalArgumentException if there is no such file
   * @throws IOException if it cannot be read or unpacked, or is something else
   */
  public static Cifar10 of(Path archiveOrFolder) throws IOException {
    return of(archiveOrFolder, ProgressListener.NONE);
  }

  /** Returns the same, and tells a listener how much is unpacked. */
  public static Cifar10 of(Path archiveOrFolder, ProgressListener listener) throws IOException {
    return of(archiveOrFolder, DatasetCache.ofDefaults(), listener);
  }

  static Cifar10 of(Path archiveOrFolder, DatasetCache cache, ProgressListener listener)
      throws IOException {
    return read(cache.open(ARCHIVE, archiveOrFolder, listener));
  }

  private static Cifar10 read(Path folder) throws IOException {
    ImmutableList.Builder<LabelledRecords> files = ImmutableList.builder();
    files.addAll(read(folder, DatasetPart.TRAIN, TRAIN_FILES));
    files.addAll(read(folder, DatasetPart.TEST, List.of(TEST_FILE)));
    return new Cifar10(
        NameList.read(folder.resolve(NAMES_FILE), CLASSES), files.build(), DatasetPart.JOINED);
  }

  private static ImmutableList<LabelledRecords> read(
      Path folder, DatasetPart part, List<String> names) throws IOException {
    ImmutableList.Builder<LabelledRecords> files = ImmutableList.builder();
    int number = 0;
    for (String name : names) {
      RecordFile records = RecordFile.of(folder.resolve(name), 1 + PIXELS.byteCount());
      files.add(
          new LabelledRecords(
              part,
              number,
              records,
              1,
              new Labelling(records.file(), 0, CLASSES).labels(records.column(0))));
      number += records.count();
    }
    return files.build();
  }

  /** Returns the data set with another part of the pictures. */
  public Cifar10 part(DatasetPart part) {
    return new Cifar10(names, files, part);
  }
}
