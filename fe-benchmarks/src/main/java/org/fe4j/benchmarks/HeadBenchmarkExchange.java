package org.fe4j.benchmarks;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.fe4j.feature.DenseFeatures;
import org.fe4j.feature.FeatureMatrix;
import org.fe4j.feature.NpyFile;
import org.fe4j.head.Head;
import org.fe4j.head.LinearHeadTrainer;
import org.fe4j.progress.ProgressListener;
import org.fe4j.validation.FittingPart;
import org.fe4j.validation.Shuffler;
import org.fe4j.validation.TrainPart;
import org.fe4j.validation.ValidationPart;

/**
 * Trains a head and writes what {@code head.py check} needs to do the same: features, labels, the
 * order of rows in each epoch, and the probabilities of the last fifth, which is not trained on.
 */
final class HeadBenchmarkExchange {
  private static final int SEED = 42;

  private HeadBenchmarkExchange() {}

  /**
   * Writes the files.
   *
   * @param arguments directory, rows, dimension, classes, batch, epochs
   */
  public static void main(String[] arguments) throws IOException {
    int[] numbers = Arrays.stream(arguments).skip(1).mapToInt(Integer::parseInt).toArray();
    write(
        Path.of(arguments[0]),
        HeadBenchmarkData.of(numbers[0], numbers[1], numbers[2]),
        numbers[3],
        numbers[4]);
  }

  static void write(Path directory, HeadBenchmarkData data, int batch, int epochs)
      throws IOException {
    int rows = data.features().rows();
    int[] train = IntStream.range(0, rows * 4 / 5).toArray();
    int[] test = IntStream.range(train.length, rows).toArray();
    FittingPart part =
        new FittingPart(
            new TrainPart(ImmutableIntArray.copyOf(train)),
            new ValidationPart(ImmutableIntArray.of()));
    Head head =
        LinearHeadTrainer.builder()
            .batchSize(batch)
            .epochs(epochs)
            .seed(SEED)
            .build()
            .fit(data.features(), data.labels(), ImmutableList.of(part), ProgressListener.NONE)
            .get(0);
    int[][] orders = new int[epochs][];
    for (int epoch = 1; epoch <= epochs; epoch++) {
      orders[epoch - 1] = train.clone();
      Shuffler.seeded(SEED, epoch).shuffle(orders[epoch - 1]);
    }
    Files.createDirectories(directory);
    NpyFile.write(data.features(), directory.resolve("features.npy"));
    NpyFile.write(matrix(data.labels().values().toArray()), directory.resolve("labels.npy"));
    NpyFile.write(matrix(orders), directory.resolve("orders.npy"));
    NpyFile.write(matrix(test), directory.resolve("test.npy"));
    NpyFile.write(matrix(new int[] {batch}), directory.resolve("batch.npy"));
    NpyFile.write(
        matrix(head.probabilities(data.features(), ImmutableIntArray.copyOf(test))),
        directory.resolve("probabilities.npy"));
  }

  /** Indices as float32, which is exact below 2^24. */
  private static FeatureMatrix matrix(int[]... rows) {
    return matrix(
        Arrays.stream(rows)
            .map(
                row -> {
                  float[] values = new float[row.length];
                  for (int i = 0; i < row.length; i++) {
                    values[i] = row[i];
                  }
                  return values;
                })
            .toList());
  }

  private static FeatureMatrix matrix(List<float[]> rows) {
    int dimension = rows.get(0).length;
    float[] values = new float[rows.size() * dimension];
    for (int row = 0; row < rows.size(); row++) {
      System.arraycopy(rows.get(row), 0, values, row * dimension, dimension);
    }
    return DenseFeatures.of(rows.size(), dimension, values);
  }
}
