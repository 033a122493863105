package org.fe4j.benchmarks;

import com.google.common.collect.ImmutableList;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.fe4j.dataset.ImageRecords;
import org.fe4j.export.ExportFormat;
import org.fe4j.export.FeatureTable;
import org.fe4j.feature.DatasetFeatures;
import org.fe4j.feature.DenseFeatures;
import org.fe4j.feature.NpyFile;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What reading a table of features back costs, for 10,000 rows of 2,048 values (82 MB): a Parquet
 * file as fe4j writes it, with its hash and all checks; beside it the same from a .npy file into
 * the heap.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FeatureTableBenchmark {
  static final int ROWS = 10_000;
  static final int DIMENSION = 2048;

  private Path folder = Path.of("");

  /** Creates the benchmark; JMH calls {@link #write} next. */
  public FeatureTableBenchmark() {}

  /** Writes both files. */
  @Setup
  public void write() throws IOException {
    folder = Files.createTempDirectory("fe4j-table-benchmark-");
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[ROWS * DIMENSION];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.max(0, random.nextDouble(-1, 1)); // half of them zero, as after ReLU
    }
    ImageRecords.Builder images = ImageRecords.builder();
    for (int row = 0; row < ROWS; row++) {
      images.add("class%d/image%05d.jpg".formatted(row % 10, row), "class" + row % 10, "");
    }
    ImmutableIntArray rows = ImmutableIntArray.copyOf(IntStream.range(0, ROWS));
    DatasetFeatures features =
        DatasetFeatures.of(
            DenseFeatures.of(ROWS, DIMENSION, values), rows, ImmutableList.of(), ROWS);
    FeatureTable table =
        FeatureTable.of(features, images.sorted().build("made up", rows, ImmutableList.of()));
    ExportFormat.PARQUET.write(table, folder.resolve("features.parquet"));
    NpyFile.write(features, folder.resolve("features.npy"));
  }

  /** Deletes the files. */
  @TearDown
  public void delete() throws IOException {
    MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
  }

  /** Reads the Parquet file. */
  @Benchmark
  public FeatureTable readParquet() throws IOException {
    return FeatureTable.read(folder.resolve("features.parquet"));
  }

  /** Reads the .npy file, without a table of its rows. */
  @Benchmark
  public DenseFeatures readNpy() throws IOException {
    return NpyFile.read(folder.resolve("features.npy"));
  }
}
