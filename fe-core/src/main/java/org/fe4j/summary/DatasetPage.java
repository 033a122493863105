package org.fe4j.summary;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.file.WholeFile;
import org.fe4j.progress.ProgressListener;

/**
 * A summary as one page that needs no network: figures, charts, examples of each class, what cannot
 * be read, copies side by side. Long lists are cut, and the page says so.
 */
public final class DatasetPage {
  private DatasetPage() {}

  /**
   * Writes the page; see {@link #write(DatasetSummary, ImageDataset, Path, ProgressListener)}.
   *
   * @throws IllegalArgumentException if the summary is of another number of images
   * @throws IOException if the file cannot be written
   */
  public static void write(DatasetSummary summary, ImageDataset dataset, Path file)
      throws IOException {
    write(summary, dataset, file, ProgressListener.NONE);
  }

  /**
   * Writes the page as HTML in UTF-8, making its folder where it is missing. The images that are
   * shown, some hundreds at most for most data sets, are read again. The file appears whole or not
   * at all.
   *
   * @param summary of the data set
   * @param dataset has the pictures
   * @param file to write, replaced where it exists
   * @throws IllegalArgumentException if the summary is of another number of images
   * @throws IOException if the file cannot be written
   */
  public static void write(
      DatasetSummary summary, ImageDataset dataset, Path file, ProgressListener progress)
      throws IOException {
    if (summary.images() != dataset.size()) {
      throw new IllegalArgumentException(
          "The summary is of %d images, but the data set %s has %d: summarise it again."
              .formatted(summary.images(), dataset.name(), dataset.size()));
    }
    replace(file, PageContent.of(summary, dataset, progress));
  }

  private static void replace(Path file, String html) throws IOException {
    // Half a surrogate pair in a name becomes a question mark here, where a writer would throw.
    byte[] bytes = html.getBytes(StandardCharsets.UTF_8);
    WholeFile.write(file, temporary -> Files.write(temporary, bytes));
  }
}
