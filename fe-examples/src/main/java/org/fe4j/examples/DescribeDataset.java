package org.fe4j.examples;

import java.io.IOException;
import java.nio.file.Path;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.dataset.ImageFolder;
import org.fe4j.progress.ProgressListener;
import org.fe4j.summary.DatasetPage;
import org.fe4j.summary.DatasetSummary;
import org.fe4j.summary.Duplicates;

/** What a data set holds, before anything is evaluated on it. */
public final class DescribeDataset {
  private DescribeDataset() {}

  /** Takes a folder of class folders and the page to write. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Path page = Path.of(arguments[1]);
    // begin: describe a data set
    ImageDataset images = ImageFolder.of(folder);
    DatasetSummary summary = DatasetSummary.of(images, ProgressListener.NONE);
    System.out.println(summary);
    DatasetPage.write(summary, images, page); // such as rocks.html
    // end: describe a data set
    // begin: copies
    Duplicates duplicates = Duplicates.of(images, ProgressListener.NONE);
    duplicates.near().forEach(group -> System.out.println("near: " + group));
    System.out.println("together: " + duplicates.groups());
    // end: copies
  }
}
