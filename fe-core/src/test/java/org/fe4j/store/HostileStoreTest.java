package org.fe4j.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.fe4j.file.WholeFile;
import org.fe4j.progress.ProgressListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people, disks and other processes do to a store. */
class HostileStoreTest {
  private static final int DIMENSION = 5;
  private static final Recipe RECIPE = Recipes.plain();

  @TempDir Path folder;

  private FeatureStore store() {
    return FeatureStore.at(folder.resolve("store"));
  }

  private static void add(RecipeFolder features, int begin, int end) throws IOException {
    for (int i = begin; i < end; i++) {
      features.add(Rows.image(i), Rows.feature(i, features.dimension()), 0);
    }
  }

  private void store(int begin, int end) throws IOException {
    RecipeFolder features = store().open(RECIPE, DIMENSION);
    add(features, begin, end);
    features.flush();
  }

  /** Stores so many shards of one row, fast. */
  private void storeOneByOne(int begin, int end) throws IOException {
    RecipeFolder features = store().openUnforced(RECIPE, DIMENSION);
    for (int i = begin; i < end; i++) {
      add(features, i, i + 1);
      features.flush();
    }
  }

  private Path recipeFile() {
    return store().folder().resolve(RECIPE.sha256()).resolve("recipe.json");
  }

  @Test
  void namesARecipeFileOfWhichAnyByteIsAnotherAndWritesItAnew() throws IOException {
    store(0, 3);
    byte[] whole = Files.readAllBytes(recipeFile());
    for (int position = 0; position < whole.length; position++) {
      for (int bit = 0; bit < 8; bit += 1 + position % 3) {
        byte[] flipped = whole.clone();
        flipped[position] ^= (byte) (1 << bit);
        Files.write(recipeFile(), flipped);
        assertThat(store().verify(ProgressListener.NONE))
            .as("bit %d of byte %d", bit, position)
            .extracting(StoreDamage::file)
            .containsExactly(recipeFile());
      }
    }
    byte[] notUtf8 = whole.clone();
    notUtf8[40] = (byte) 0xFF;
    Files.write(recipeFile(), notUtf8);
    assertThat(store().list()).isEmpty();
    assertThat(store().prune(PruneSettings.standard()).damaged()).isZero();
    assertThat(store().explain(RECIPE).rows()).isZero();
    store(3, 4);
    assertThat(recipeFile()).hasBinaryContent(whole);
    assertThat(store().list()).extracting(StoredRecipe::rows).containsExactly(4L);
  }

  @Test
  void refusesALengthThatNoFeatureHas() {
    for (int dimension : new int[] {-1, 0, 1 << 29, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> store().open(RECIPE, dimension))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "A stored feature has 1 to 268,435,456 values, but found %d".formatted(dimension));
    }
  }

  @Test
  void keepsRowsThatAreLargerThanAShard() throws IOException {
    int dimension = 2_500_000;
    RecipeFolder features = store().openUnforced(RECIPE, dimension);
    float[] values = new float[dimension];
    for (int i = 0; i < 3; i++) {
      values[0] = i;
      values[dimension - 1] = 10 + i;
      features.add(Rows.image(i), values, 0);
      assertThat(features.size()).as("written at once").isEqualTo(i + 1);
    }
    ImageHashList images = new ImageHashList();
    images.add(Rows.image(2));
    store().open(RECIPE, dimension).rows(images).copyRow(0, values, 0);
    assertThat(values[0]).isEqualTo(2);
    assertThat(values[dimension - 1]).isEqualTo(12);
  }

  @Test
  void keepsPendingRowsThatAnInterruptKeptFromTheDisk() throws IOException {
    RecipeFolder features = store().open(RECIPE, DIMENSION);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> add(features, 0, 1))
        .isInstanceOf(InterruptedIOException.class)
        .hasMessage("[%s] interrupted while features were stored or looked for", store().folder());
    assertThat(Thread.interrupted()).isTrue();
    add(features, 0, 3);
    Thread.currentThread().interrupt();
    assertThatThrownBy(features::flush).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
    features.flush();
    assertThat(store().open(RECIPE, DIMENSION).size()).isEqualTo(3);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> store().open(RECIPE, DIMENSION))
        .isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void letsThreadsWriteThroughTwoNamesOfOneFolder() throws Exception {
    Files.createDirectories(folder.resolve("store"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("store"));
    ExecutorService pool = Executors.newFixedThreadPool(2);
    Future<?> one = pool.submit(() -> storeInto(FeatureStore.at(link), 0, 150));
    Future<?> other = pool.submit(() -> storeInto(store(), 100, 250));
    one.get(60, TimeUnit.SECONDS);
    other.get(60, TimeUnit.SECONDS);
    pool.shutdown();
    assertThat(store().list()).extracting(StoredRecipe::rows).containsExactly(250L);
  }

  private static Void storeInto(FeatureStore store, int begin, int end) throws IOException {
    RecipeFolder features = store.openUnforced(RECIPE, DIMENSION);
    for (int i = begin; i < end; i++) {
      add(features, i, i + 1);
      features.flush();
    }
    return null;
  }

  @Test
  void readsAndListsWhileSmallShardsAreMerged() throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    for (int round = 0; round < 3; round++) {
      storeOneByOne(400 * round, 400 * (round + 1));
      Future<PruneResult> pruning = pool.submit(() -> store().prune(PruneSettings.standard()));
      while (!pruning.isDone()) {
        assertThat(store().open(RECIPE, DIMENSION).size()).isEqualTo(400 * (round + 1));
        assertThat(store().list()).hasSize(1);
        assertThat(store().verify(ProgressListener.NONE)).isEmpty();
      }
      assertThat(pruning.get().merged()).isGreaterThanOrEqualTo(400);
    }
    pool.shutdown();
  }

  @Test
  void listsWhileRecipesAreRemoved() throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    PruneSettings all = PruneSettings.standard().withRecipe(RECIPE.sha256());
    for (int round = 0; round < 5; round++) {
      storeOneByOne(0, 100);
      Future<PruneResult> pruning = pool.submit(() -> store().prune(all));
      while (!pruning.isDone()) {
        assertThat(store().list()).hasSizeLessThan(2);
        assertThat(store().open(RECIPE, DIMENSION).size()).isLessThan(101);
      }
      assertThat(pruning.get().recipes()).isEqualTo(1);
    }
    pool.shutdown();
  }

  @Test
  void deletesItsOwnFilesAndNobodyElses() throws IOException {
    store(0, 3);
    Path other = Files.writeString(store().folder().resolve("thesis.tex"), "not a feature");
    store().delete();
    assertThat(other).exists();
    assertThat(store().folder().resolve(RECIPE.sha256())).doesNotExist();
    Files.delete(other);
    store(0, 3);
    store().delete();
    assertThat(store().folder()).doesNotExist();
  }

  @Test
  void mergesNothingWhereLengthsDiffer() throws IOException {
    store(0, 1);
    store(1, 2);
    ByteBuffer values = ByteBuffer.allocate(4 * 7).order(ByteOrder.LITTLE_ENDIAN);
    ShardWriter.write(
        recipeFile().resolveSibling("."),
        RECIPE,
        7,
        List.of(Rows.image(9)),
        List.of(values),
        WholeFile.Durability.IN_MEMORY);
    assertThat(store().verify(ProgressListener.NONE)).isNotEmpty();
    assertThat(store().prune(PruneSettings.standard()).merged()).isZero();
  }

  @Test
  void removesWhatAWriterLeftThatWasKilledBeforeItsFirstFile() throws IOException {
    Path recipe = Files.createDirectories(store().folder().resolve(RECIPE.sha256()));
    Files.writeString(recipe.resolve(".fe4j-1234.tmp"), "half a recipe");
    assertThat(store().verify(ProgressListener.NONE)).isEmpty();
    assertThat(store().prune(PruneSettings.standard()).abandoned()).isEqualTo(1);
    assertThat(recipe.resolve(".fe4j-1234.tmp")).doesNotExist();
  }
}
