package org.fe4j.dataset.published;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.fe4j.download.Checksum;
import org.fe4j.download.FileSize;
import org.fe4j.download.RemoteFile;
import org.fe4j.progress.ProgressListener;

/**
 * CIFAR-100 (Krizhevsky, "Learning multiple layers of features from tiny images", 2009): 60,000
 * colour pictures of 32 x 32 pixels in 100 classes, which make up 20 coarse ones; 50,000 to train
 * on and 10,000 to test on, in the publisher's binary version.
 *
 * <pre>
 * cifar-100-binary/train.bin               50,000 records
 * cifar-100-binary/test.bin                10,000 records
 * cifar-100-binary/fine_label_names.txt    100 names, one in a line
 * cifar-100-binary/coarse_label_names.txt  20 names, one in a line
 *
 * record, 3074 bytes:
 *      0      1  coarse label, 0 to 19
 *      1      1  fine label, 0 to 99
 *      2   1024  red, row after row
 *   1026   1024  green
 *   2050   1024  blue
 * </pre>
 *
 * <p>Labels are the fine ones, and both parts are joined, unless something else is asked for. Files
 * may hold any number of records. Each picture is read from the disk when it is asked for, as a
 * portable pixmap.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @see <a href="https://www.cs.toronto.edu/~kriz/cifar.html">the publisher's page</a>
 */
public final class Cifar100 extends RecordDataset {
  static final String NAME = "cifar100";
  static final String COARSE_NAME = "cifar100_coarse";

  private static final int FINE_CLASSES = 100;
  private static final int COARSE_CLASSES = 20;
  private static final PlanarPixels PIXELS = new PlanarPixels(32, PlanarPixels.Order.ROWS);
  private static final String TRAIN_FILE = "train.bin";
  private static final String TEST_FILE = "test.bin";
  private static final String FINE_NAMES_FILE = "fine_label_names.txt";
  private static final String COARSE_NAMES_FILE = "coarse_label_names.txt";

  // The MD5 of the binary version, as on the publisher's page; that of torchvision's cifar.py is of
  // the Python version. MindSpore has the same address and MD5.
  static final PublishedArchive ARCHIVE =
      archive(
          RemoteFile.of(
                  URI.create("https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz"),
                  Checksum.md5("03b5dce01913d631647c71ecec9e9cb8"))
              .withSize(FileSize.ofBytes(168_513_733)));

  /** The same pictures under one kind of label. */
  private record Labelled(
      String name, ImmutableList<String> classNames, ImmutableList<LabelledRecords> files) {}

  private final Labelled chosen;
  private final Labelled coarse;
  private final DatasetPart part;

  private Cifar100(Labelled chosen, Labelled coarse, DatasetPart part) {
    super(chosen.name(), chosen.classNames(), PIXELS, chosen.files(), part);
    this.chosen = chosen;
    this.coarse = coarse;
    this.part = part;
  }

  static PublishedArchive archive(RemoteFile location) {
    return new PublishedArchive(
        NAME,
        "cifar-100-binary.tar.gz",
        location,
        "cifar-100-binary",
        ImmutableList.of(TRAIN_FILE, TEST_FILE, FINE_NAMES_FILE, COARSE_NAMES_FILE));
  }

  /**
   * Returns the data set from the publisher, 161 MB, downloaded and unpacked now or before.
   *
   * @throws IOException if it cannot be had: the message says why and what to do
   */
  public static Cifar100 download(ProgressListener listener) throws IOException {
    return download(ARCHIVE, DatasetCache.ofDefaults(), listener);
  }

  static Cifar100 download(PublishedArchive archive, DatasetCache cache, ProgressListener listener)
      throws IOException {
    return read(cache.download(archive, listener));
  }

  /**
   * Returns the data set of {@code cifar-100-binary.tar.gz}, which is unpacked into the cache once,
   * or of a folder that it was unpacked into.
   *
   * @throws IllegalArgumentException if there is no such file
   * @throws IOException if it cannot be read or unpacked, or is something else
   */
  public static Cifar100 of(Path archiveOrFolder) throws IOException {
    return of(archiveOrFolder, ProgressListener.NONE);
  }

  /** Returns the same, and tells a listener how much is unpacked. */
  public static Cifar100 of(Path archiveOrFolder, ProgressListener listener) throws IOException {
    return of(archiveOrFolder, DatasetCache.ofDefaults(), listener);
  }

  static Cifar100 of(Path archiveOrFolder, DatasetCache cache, ProgressListener listener)
      throws IOException {
    return read(cache.open(ARCHIVE, archiveOrFolder, listener));
  }

  private static Cifar100 read(Path folder) throws IOException {
    Labelled coarse =
        new Labelled(
            COARSE_NAME,
            NameList.read(folder.resolve(COARSE_NAMES_FILE), COARSE_CLASSES),
            read(folder, 0, COARSE_CLASSES));
    Labelled fine =
        new Labelled(
            NAME,
            NameList.read(folder.resolve(FINE_NAMES_FILE), FINE_CLASSES),
            read(folder, 1, FINE_CLASSES));
    return new Cifar100(fine, coarse, DatasetPart.JOINED);
  }

  private static ImmutableList<LabelledRecords> read(Path folder, int labelBegin, int classes)
      throws IOException {
    return ImmutableList.of(
        read(folder.resolve(TRAIN_FILE), DatasetPart.TRAIN, labelBegin, classes),
        read(folder.resolve(TEST_FILE), DatasetPart.TEST, labelBegin, classes));
  }

  private static LabelledRecords read(Path file, DatasetPart part, int labelBegin, int classes)
      throws IOException {
    RecordFile records = RecordFile.of(file, 2 + PIXELS.byteCount());
    return new LabelledRecords(
        part, 0, records, 2, new Labelling(file, 0, classes).labels(records.column(labelBegin)));
  }

  /** Returns the data set with another part of the pictures. */
  public Cifar100 part(DatasetPart newPart) {
    return new Cifar100(chosen, coarse, newPart);
  }

  /** Returns the data set with the 20 coarse classes. */
  public Cifar100 withCoarseLabels() {
    return new Cifar100(coarse, coarse, part);
  }
}
