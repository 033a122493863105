package org.fe4j.zoo.verify;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.fe4j.backbone.Precision;

/**
 * Reference values of one backbone: the features of the two images of {@link GoldenImages} under
 * the weights of {@link GoldenWeights}, computed in float64 by the reference implementation.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param id name of the architecture
 * @param sizePixels side of the square input
 * @param mean of the normalisation, for red, green, blue
 * @param deviation of the normalisation, for red, green, blue
 * @param features of image 0 and of image 1, of equal length
 * @param logits the first outputs of the classifier for both images; empty where there is none
 * @param parameters every tensor of the reference's state dict, in its order
 * @param stages outputs of the reference's modules; may be empty
 * @param errors {@code ‖f - f64‖ / ‖f64‖} of the reference itself, by precision
 * @param differenceErrors the same for the difference of the two images' features, where measured
 */
public record Golden(
    String id,
    int sizePixels,
    ImmutableList<Double> mean,
    ImmutableList<Double> deviation,
    ImmutableList<ImmutableList<Double>> features,
    ImmutableList<ImmutableList<Double>> logits,
    ImmutableList<GeneratedTensor> parameters,
    ImmutableList<Stage> stages,
    ImmutableMap<Precision, Double> errors,
    ImmutableMap<Precision, Double> differenceErrors) {

  private static final List<String> ENDINGS = ImmutableList.of(".json", ".json.gz");

  /** Returns the length of a feature. */
  public int featureDimension() {
    return features.get(0).size();
  }

  /**
   * Reads a golden file, plain or gzipped (where its name ends in {@code .gz}).
   *
   * @throws IOException if it cannot be read or is no golden file; the message names file and field
   */
  public static Golden read(Path file) throws IOException {
    return GoldenReader.read(file);
  }

  /**
   * Returns the golden files of a directory ({@code .json}, {@code .json.gz}), by name.
   *
   * @throws IOException if the directory cannot be read or holds no such file
   */
  public static ImmutableList<Path> files(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      ImmutableList<Path> files =
          entries
              .filter(file -> ENDINGS.stream().anyMatch(file.getFileName().toString()::endsWith))
              .sorted(Comparator.comparing(file -> file.getFileName().toString()))
              .collect(ImmutableList.toImmutableList());
      if (files.isEmpty()) {
        throw new IOException(
            "[" + directory + "] holds no golden files; they end in .json or .json.gz");
      }
      return files;
    }
  }
}
