package org.fe4j.feature;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.progress.Progress;
import org.fe4j.progress.ProgressListener;

/**
 * A process that extracts {@link NoisyImages} into a store, and tells how far it is; to be killed,
 * to be starved, or to be run beside others.
 */
final class ExtractInAnotherProcess {
  static final int SIDE = 148; // 31 rows of 65,712 values fill a shard
  static final int BATCH_SIZE = 8;

  private ExtractInAnotherProcess() {}

  /** Arguments: store, model file, number of images. */
  public static void main(String[] arguments) throws IOException {
    Path store = Path.of(arguments[0]);
    ImageDataset images = new NoisyImages(Integer.parseInt(arguments[2]), SIDE);
    System.out.println("started");
    try (FeatureExtractor extractor =
        FeatureExtractor.builder(PixelsBackbone.of(Path.of(arguments[1]), SIDE))
            .batchSize(BATCH_SIZE)
            .store(store)
            .open(ProgressListener.NONE)) {
      DatasetFeatures features = extractor.extract(images, ExtractInAnotherProcess::tell);
      System.out.println("finished " + features.rows() + " " + features.extracted());
    } catch (IOException e) {
      System.out.println("failed " + String.valueOf(e.getMessage()).replace('\n', ' '));
      System.exit(3);
    }
  }

  private static void tell(Progress progress) {
    if (progress.stage().equals("Extracting features")) {
      System.out.println("extracted " + progress.done());
      System.out.flush();
    }
  }

  /** Returns the command that starts it. */
  static List<String> command(Path store, Path model, int images) {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new ArrayList<>(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-cp",
            classPath,
            ExtractInAnotherProcess.class.getName(),
            store.toString(),
            model.toString(),
            Integer.toString(images)));
  }
}
