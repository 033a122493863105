package org.fe4j;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.fe4j.backbone.Backbone;
import org.fe4j.classifier.Classification;
import org.fe4j.classifier.ClassifiedImage;
import org.fe4j.classifier.ClassifiedImages;
import org.fe4j.classifier.ClassifierDescription;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.feature.DatasetFeatures;
import org.fe4j.feature.FeatureExtractor;
import org.fe4j.image.ImageDecoder;
import org.fe4j.image.RgbImage;
import org.fe4j.progress.ProgressListener;

/**
 * A trained classifier: pictures in, probabilities of classes out. What a choice of backbone ends
 * with.
 *
 * <pre>{@code
 * Classifier.train(backbone, dataset, report.protocol()).save(folder);
 * try (Classifier classifier = Classifier.load(folder)) {
 *   Classification answer = classifier.classify(picture);
 * }
 * }</pre>
 *
 * <p>Owns native memory: whoever loads it closes it, which is idempotent; afterwards it classifies
 * nothing but throws {@link IllegalStateException}. Not safe for concurrent use; confine an
 * instance to one thread. The engine has the program in memory once for each instance.
 */
public final class Classifier implements AutoCloseable {
  private final ClassifierDescription description;
  private final FeatureExtractor extractor;

  Classifier(ClassifierDescription description, FeatureExtractor extractor) {
    this.description = description;
    this.extractor = extractor;
  }

  /**
   * Starts the training of a classifier under a protocol. Of the protocol its head, its resizing
   * and its copies count, and of its division which rows are kept to stop by; folds are for
   * evaluations.
   *
   * @throws IllegalArgumentException if the protocol's heads are not linear
   */
  public static ClassifierTraining train(
      Backbone backbone, ImageDataset dataset, Protocol protocol) {
    return new ClassifierTraining(backbone, dataset, protocol);
  }

  /**
   * The same under the protocol of a report, so that the report's figures estimate what this
   * classifier does.
   *
   * @param reported {@code report.protocol()}
   * @throws IllegalArgumentException if the head is none that follows from its description, such as
   *     one of one's own: give the {@link Protocol} then; or if it is not linear
   */
  public static ClassifierTraining train(
      Backbone backbone, ImageDataset dataset, Map<String, String> reported) {
    return train(backbone, dataset, new DescribedProtocol(reported).protocol());
  }

  /**
   * Returns the classifier in a folder, on the device that it was saved for.
   *
   * @throws org.fe4j.classifier.MalformedClassifierException if the folder is no classifier, of
   *     another format version, or damaged
   * @throws IOException if it cannot be read, or the engine cannot load it
   * @throws IllegalStateException if the engine, its natives or the device are not there
   */
  public static Classifier load(Path folder) throws IOException {
    return loader(folder).load();
  }

  /** Starts the settings of a classifier that is loaded. */
  public static ClassifierLoader loader(Path folder) {
    return new ClassifierLoader(folder);
  }

  /** Returns what the classifier is: classes, backbone, preprocessing, provenance. */
  public ClassifierDescription description() {
    return description;
  }

  /**
   * Classifies an image file.
   *
   * @throws org.fe4j.image.UnreadableImageException if it is no image
   * @throws IOException if it cannot be read, or the engine fails
   */
  public Classification classify(Path image) throws IOException {
    return classify(ImageDecoder.standard().decode(Files.readAllBytes(image), image.toString()));
  }

  /**
   * Classifies a picture of any size.
   *
   * @throws IOException if the engine fails
   */
  public Classification classify(RgbImage picture) throws IOException {
    return answer(extractor.extract(picture));
  }

  /**
   * Classifies image files, in batches and decoded on several threads; a file may be named twice.
   * Files that cannot be read are skipped and named with the reason, unless the classifier was
   * loaded with another policy.
   *
   * @throws IOException if a file cannot be read and the policy is to fail, or the engine fails
   * @throws java.io.InterruptedIOException if the thread is interrupted, which stays marked so
   */
  public ClassifiedImages classify(Collection<Path> images) throws IOException {
    return classify(images, ProgressListener.NONE);
  }

  /** The same, and tells a listener how far it is. */
  public ClassifiedImages classify(Collection<Path> images, ProgressListener progress)
      throws IOException {
    ImageFiles files = new ImageFiles(ImmutableList.copyOf(images), description.classNames());
    if (files.size() == 0) {
      return new ClassifiedImages(ImmutableList.of(), ImmutableList.of());
    }
    DatasetFeatures rows = extractor.extract(files, progress);
    ImmutableList.Builder<ClassifiedImage> answers = ImmutableList.builder();
    for (int row = 0; row < rows.rows(); row++) {
      answers.add(new ClassifiedImage(files.paths.get(rows.index(row)), answer(rows.row(row))));
    }
    return new ClassifiedImages(answers.build(), rows.skipped());
  }

  private Classification answer(float[] probabilities) {
    return Classification.of(description.classNames(), probabilities);
  }

  /** Frees the native memory. */
  @Override
  public void close() {
    extractor.close();
  }

  /**
   * Files as a data set, whose labels nobody asks for. Ids are paths, but need not differ.
   *
   * @param paths of the files
   * @param classNames of the classifier
   */
  private record ImageFiles(List<Path> paths, ImmutableList<String> classNames)
      implements ImageDataset {
    @Override
    public String name() {
      return "images to classify";
    }

    @Override
    public int size() {
      return paths.size();
    }

    @Override
    public int label(int index) {
      return 0;
    }

    @Override
    public String id(int index) {
      return paths.get(index).toString();
    }

    @Override
    public byte[] bytes(int index) throws IOException {
      return Files.readAllBytes(paths.get(index));
    }

    @Override
    public ImageDataset select(ImmutableIntArray indices, String name) {
      throw new UnsupportedOperationException("Nobody selects among images to classify");
    }
  }
}
