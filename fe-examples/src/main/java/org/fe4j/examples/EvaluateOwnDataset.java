package org.fe4j.examples;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.fe4j.Evaluation;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.metrics.MetricsReport;

/** How good a backbone is on a data set that fe4j has no class for: a ZIP archive of images. */
public final class EvaluateOwnDataset {
  private EvaluateOwnDataset() {}

  // begin: own data set
  /** The images of a ZIP archive whose entries are called class/name. */
  record ZipImages(ZipFile archive, ImmutableList<String> ids, ImmutableList<String> classNames)
      implements ImageDataset {

    /** Returns the images of an opened archive; whoever opened it closes it. */
    static ZipImages of(ZipFile archive) {
      ImmutableList<String> ids =
          archive.stream()
              .filter(entry -> !entry.isDirectory())
              .map(ZipEntry::getName)
              .sorted()
              .collect(toImmutableList());
      return new ZipImages(
          archive,
          ids,
          ids.stream().map(ZipImages::className).distinct().collect(toImmutableList()));
    }

    private static String className(String id) {
      return id.substring(0, id.indexOf('/'));
    }

    @Override
    public String name() {
      return String.valueOf(Path.of(archive.getName()).getFileName());
    }

    @Override
    public int size() {
      return ids.size();
    }

    @Override
    public int label(int index) {
      return classNames.indexOf(className(id(index)));
    }

    @Override
    public String id(int index) {
      return ids.get(index);
    }

    /** Called by several threads at once, which a {@link ZipFile} permits. */
    @Override
    public byte[] bytes(int index) throws IOException {
      try (InputStream image =
          archive.getInputStream(requireNonNull(archive.getEntry(id(index))))) {
        return image.readAllBytes();
      }
    }
  }

  // end: own data set

  /** Takes a backbone's name and a ZIP archive. */
  public static void main(String[] arguments) throws IOException {
    String model = arguments[0];
    Path file = Path.of(arguments[1]);
    // begin: evaluate own data set
    try (ZipFile archive = new ZipFile(file.toFile())) {
      MetricsReport report = Evaluation.of(model).on(ZipImages.of(archive)).folds(5).run();
      System.out.println(report);
    }
    // end: evaluate own data set
  }
}
