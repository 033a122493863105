package org.fe4j.benchmarks;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.fe4j.store.ElementType;
import org.fe4j.store.FeatureStore;
import org.fe4j.store.ImageHash;
import org.fe4j.store.ImageHashList;
import org.fe4j.store.Recipe;
import org.fe4j.store.RecipeFolder;
import org.fe4j.store.RecipePart;
import org.fe4j.store.StoredRows;
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
 * What the store costs, for 10,000 features of 2,048 values (82 MB): what runs for each image, and
 * what runs once. Beside reading rows, the same from an array.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StoreBenchmark {
  static final int ROWS = 10_000;
  static final int DIMENSION = 2048;

  /** A photograph of about 70 kB. */
  private static final int IMAGE_BYTES = 70_000;

  private final byte[] image = new byte[IMAGE_BYTES];
  private final float[] row = new float[DIMENSION];
  private float[] array = new float[0];
  private Path folder = Path.of("");
  private ImageHash hash = ImageHash.of(image);
  private RecipeFolder features = emptyFolder();
  private StoredRows stored = features.allRows();
  private int next;

  /** Creates the benchmark; JMH calls {@link #fill} next. */
  public StoreBenchmark() {}

  private static RecipeFolder emptyFolder() {
    try {
      return FeatureStore.at(Path.of("no such store")).open(recipe(), DIMENSION);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Recipe recipe() {
    Map<RecipePart, String> parts = new EnumMap<>(RecipePart.class);
    for (RecipePart part : RecipePart.values()) {
      parts.put(part, part.title());
    }
    parts.put(RecipePart.ELEMENT_TYPE, ElementType.FLOAT32.toString());
    return Recipe.of(parts);
  }

  private static ImageHash hash(int number) {
    return ImageHash.of(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
  }

  /** Fills a store in a temporary folder. */
  @Setup
  public void fill() throws IOException {
    new SplittableRandom(1).nextBytes(image);
    folder = Files.createTempDirectory("fe4j-store-benchmark-");
    array = new float[ROWS * DIMENSION];
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < array.length; i++) {
      array[i] = (float) random.nextDouble();
    }
    writeAll();
    features = FeatureStore.at(folder).open(recipe(), DIMENSION);
    ImageHashList images = new ImageHashList();
    for (int i = 0; i < ROWS; i++) {
      images.add(hash(i));
    }
    stored = features.rows(images);
    hash = hash(ROWS / 2);
  }

  /** Deletes the temporary folder. */
  @TearDown
  public void delete() throws IOException {
    MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
  }

  private void writeAll() throws IOException {
    RecipeFolder target = FeatureStore.at(folder).open(recipe(), DIMENSION);
    for (int i = 0; i < ROWS; i++) {
      target.add(hash(i), array, i * DIMENSION);
    }
    target.flush();
  }

  /** Hashes an image of 70 kB. */
  @Benchmark
  public ImageHash hashImage() {
    return ImageHash.of(image);
  }

  /** Looks a feature up. */
  @Benchmark
  public boolean lookUp() {
    return features.contains(hash);
  }

  /** Copies a row out of a mapped shard. */
  @Benchmark
  public float[] readRow() {
    stored.copyRow(nextRow(), row, 0);
    return row;
  }

  /** Copies a row out of an array in the heap. */
  @Benchmark
  public float[] readRowOfArray() {
    System.arraycopy(array, nextRow() * DIMENSION, row, 0, DIMENSION);
    return row;
  }

  /** In no order, as training shuffles. */
  private int nextRow() {
    next = (next + 7919) % ROWS;
    return next;
  }

  /** Opens the store: maps its shards and compares every byte with its checksum. */
  @Benchmark
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  public int open() throws IOException {
    return FeatureStore.at(folder).open(recipe(), DIMENSION).size();
  }

  /** Writes all features, forced to the disk, into a store that was emptied. */
  @Benchmark
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  public int write() throws IOException {
    FeatureStore.at(folder).delete();
    writeAll();
    return ROWS;
  }
}
