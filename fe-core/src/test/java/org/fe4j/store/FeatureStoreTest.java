package org.fe4j.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.fe4j.file.WholeFile;
import org.fe4j.numeric.Float16;
import org.fe4j.progress.Progress;
import org.fe4j.progress.ProgressListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureStoreTest {
  private static final int DIMENSION = 5;
  private static final Recipe RECIPE = Recipes.plain();

  @TempDir Path folder;

  private FeatureStore store() {
    return FeatureStore.at(folder.resolve("store"));
  }

  private RecipeFolder open() throws IOException {
    return store().open(RECIPE, DIMENSION);
  }

  private static void add(RecipeFolder features, int begin, int end) throws IOException {
    for (int i = begin; i < end; i++) {
      features.add(Rows.image(i), Rows.feature(i, features.dimension()), 0);
    }
  }

  private void store(int begin, int end) throws IOException {
    RecipeFolder features = open();
    add(features, begin, end);
    features.flush();
  }

  private static ImageHashList images(int... numbers) {
    ImageHashList images = new ImageHashList();
    for (int number : numbers) {
      images.add(Rows.image(number));
    }
    return images;
  }

  private static float[] row(StoredRows rows, int row) {
    float[] values = new float[rows.dimension()];
    rows.copyRow(row, values, 0);
    return values;
  }

  private List<Path> shards() throws IOException {
    return RecipeFolder.shards(store().folder().resolve(RECIPE.sha256()));
  }

  @Test
  void findsWhatWasStoredInAnyOrder() throws IOException {
    store(0, 10);
    RecipeFolder again = open();
    assertThat(again.size()).isEqualTo(10);
    assertThat(again.contains(Rows.image(3))).isTrue();
    assertThat(again.contains(Rows.image(10))).isFalse();
    StoredRows rows = again.rows(images(7, 2, 7));
    assertThat(rows.rows()).isEqualTo(3);
    assertThat(row(rows, 0)).containsExactly(Rows.feature(7, DIMENSION));
    assertThat(row(rows, 1)).containsExactly(Rows.feature(2, DIMENSION));
    assertThat(row(rows, 2)).containsExactly(Rows.feature(7, DIMENSION));
    assertThat(rows.image(1)).isEqualTo(Rows.image(2));
    assertThatThrownBy(() -> again.rows(images(10)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("there is no feature of the image " + Rows.image(10));
  }

  @Test
  void findsEveryImageAmongManyShards() throws IOException {
    RecipeFolder features = open();
    for (int begin = 0; begin < 3000; begin += 100) {
      add(features, begin, begin + 100);
      features.flush();
    }
    RecipeFolder again = open();
    assertThat(again.size()).isEqualTo(3000);
    for (int i = 0; i < 3000; i++) {
      assertThat(row(again.rows(images(i)), 0)).containsExactly(Rows.feature(i, DIMENSION));
    }
    assertThat(again.allRows().rows()).isEqualTo(3000);
  }

  @Test
  void writesTheLayoutThatItsDocumentationStates() throws IOException {
    store(0, 3);
    ByteBuffer shard = ByteBuffer.wrap(Files.readAllBytes(shards().get(0)));
    shard.order(ByteOrder.LITTLE_ENDIAN);
    assertThat(new String(shard.array(), 0, 8, java.nio.charset.StandardCharsets.US_ASCII))
        .isEqualTo("FE4JFEAT");
    assertThat(shard.getInt(8)).isEqualTo(1);
    assertThat(shard.getInt(12)).isEqualTo(3);
    assertThat(shard.getInt(16)).isEqualTo(DIMENSION);
    assertThat(shard.getInt(20)).isEqualTo(4);
    assertThat(shard.getLong(24)).isEqualTo(192); // 96 + 3 x 32
    assertThat(shard.limit()).isEqualTo(192 + 3 * DIMENSION * 4);
    assertThat(ImageHash.from(shard.duplicate(), 96 + 32)).isEqualTo(Rows.image(1));
    assertThat(shard.getFloat(192 + 4 * (2 * DIMENSION + 1)))
        .isEqualTo(Rows.feature(2, DIMENSION)[1]);
  }

  @Test
  void addsOnlyWhatIsNew() throws IOException {
    store(0, 10);
    store(5, 15);
    assertThat(open().size()).isEqualTo(15);
    assertThat(store().list()).extracting(StoredRecipe::rows).containsExactly(15L);
    assertThat(shards()).hasSize(2);
  }

  @Test
  void leavesOutWhatAnotherProcessStoredMeanwhile() throws IOException {
    RecipeFolder one = open();
    RecipeFolder other = open();
    add(one, 0, 10);
    add(other, 5, 15);
    one.flush();
    other.flush();
    assertThat(store().list()).extracting(StoredRecipe::rows).containsExactly(15L);
    assertThat(other.size()).isEqualTo(15);
    assertThat(row(other.rows(images(2)), 0)).containsExactly(Rows.feature(2, DIMENSION));
  }

  @Test
  void letsManyThreadsWriteTheSameFeatures() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    List<Future<?>> writers = new ArrayList<>();
    for (int writer = 0; writer < 8; writer++) {
      int begin = 50 * writer;
      writers.add(
          pool.submit(
              () -> {
                RecipeFolder features = open();
                for (int i = begin; i < begin + 100; i += 10) {
                  add(features, i, i + 10);
                  features.flush();
                }
                return null;
              }));
    }
    for (Future<?> writer : writers) {
      writer.get(60, TimeUnit.SECONDS);
    }
    pool.shutdown();
    assertThat(store().list()).extracting(StoredRecipe::rows).containsExactly(450L);
    RecipeFolder features = open();
    for (int i = 0; i < 450; i++) {
      assertThat(row(features.rows(images(i)), 0)).containsExactly(Rows.feature(i, DIMENSION));
    }
  }

  @Test
  void writesAShardWhenItIsFullAndWhenItsFirstRowIsOld() throws IOException {
    AtomicLong now = new AtomicLong(1_000_000_000_000L);
    RecipeFolder features =
        RecipeFolder.open(
            store().folder(), RECIPE, 1 << 20, WholeFile.Durability.IN_MEMORY, now::get);
    add(features, 0, 1);
    assertThat(features.size()).isZero();
    add(features, 1, 2); // 8 MiB of values
    assertThat(features.size()).isEqualTo(2);
    add(features, 2, 3);
    assertThat(features.isPending(Rows.image(2))).isTrue();
    now.addAndGet(Duration.ofSeconds(31).toNanos());
    features.add(Rows.image(2), Rows.feature(2, 1 << 20), 0); // it is there: nothing happens
    assertThat(features.size()).isEqualTo(2);
    features.flush();
    assertThat(features.size()).isEqualTo(3);

    RecipeFolder slow =
        RecipeFolder.open(
            folder.resolve("slow"), RECIPE, DIMENSION, WholeFile.Durability.ON_DISK, now::get);
    add(slow, 0, 3);
    assertThat(slow.size()).isZero();
    now.addAndGet(Duration.ofSeconds(31).toNanos());
    add(slow, 3, 4);
    assertThat(slow.size()).isEqualTo(4);
    now.addAndGet(Duration.ofSeconds(29).toNanos());
    add(slow, 4, 6);
    slow.flushIfDue();
    assertThat(slow.size()).isEqualTo(4);
    now.addAndGet(Duration.ofSeconds(2).toNanos());
    slow.flushIfDue();
    assertThat(slow.size()).as("two seconds old, but after a batch of half a minute").isEqualTo(6);
  }

  @Test
  void keepsHalvesWhereAskedAndRefusesWhatTheyCannotHold() throws IOException {
    Recipe halves = Recipes.with(RecipePart.ELEMENT_TYPE, "FLOAT16");
    RecipeFolder features = store().open(halves, DIMENSION);
    add(features, 0, 4);
    features.flush();
    RecipeFolder again = store().open(halves, DIMENSION);
    float[] stored = row(again.rows(images(3)), 0);
    float[] exact = Rows.feature(3, DIMENSION);
    for (int i = 0; i < DIMENSION; i++) {
      assertThat(stored[i]).isEqualTo(Float16.toFloat(Float16.fromFloat(exact[i])));
    }
    assertThat(open().size()).as("of the recipe with float32").isZero();
    float[] large = {1, 2, 70_000, 4, 5};
    assertThatThrownBy(() -> again.add(Rows.image(9), large, 0))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "Value 2 of a feature is 70000.0, but float16 ends at 65,504: store features as"
                + " FLOAT32");
  }

  @Test
  void detectsAnyByteThatIsNotAsItWasWritten() throws IOException {
    store(0, 3);
    Path shard = shards().get(0);
    byte[] whole = Files.readAllBytes(shard);
    for (int position = 0; position < whole.length; position++) {
      byte[] flipped = whole.clone();
      flipped[position] ^= (byte) (1 << (position % 8));
      Files.write(shard, flipped);
      assertThatThrownBy(this::open)
          .as("byte %d", position)
          .isInstanceOf(DamagedStoreException.class)
          .hasMessageStartingWith("[" + shard + "] is damaged: ");
      flipped[position] = (byte) ~whole[position];
      Files.write(shard, flipped);
      assertThatThrownBy(this::open).isInstanceOf(DamagedStoreException.class);
    }
    for (int length = 0; length < whole.length; length++) {
      Files.write(shard, Arrays.copyOf(whole, length));
      assertThatThrownBy(this::open).isInstanceOf(DamagedStoreException.class);
    }
    Files.write(shard, Arrays.copyOf(whole, whole.length + 1));
    assertThatThrownBy(this::open).isInstanceOf(DamagedStoreException.class);
    Files.write(shard, whole);
    assertThat(open().size()).isEqualTo(3);
  }

  @Test
  void saysWhatIsDamagedAndHowToGoOn() throws IOException {
    store(0, 3);
    Path shard = shards().get(0);
    byte[] bytes = Files.readAllBytes(shard);
    bytes[bytes.length - 1] ^= 1;
    Files.write(shard, bytes);
    assertThatThrownBy(this::open)
        .hasMessageMatching(
            "\\[.*\\.f32\\] is damaged: its bytes have the SHA-256 [0-9a-f]{64}, but had"
                + " [0-9a-f]{64} when they were written\\. Nothing of it is used\\. Remove it with"
                + " 'fe store prune', or FeatureStore\\.prune, and its features are extracted"
                + " again\\.");
    assertThat(store().verify(ProgressListener.NONE))
        .extracting(StoreDamage::file)
        .containsExactly(shard);

    PruneResult dry = store().prune(PruneSettings.standard().withDryRun());
    assertThat(dry.damaged()).isEqualTo(1);
    assertThat(shard).exists();
    PruneResult result = store().prune(PruneSettings.standard());
    assertThat(result).isEqualTo(dry);
    assertThat(result.bytes()).isEqualTo(bytes.length);
    assertThat(store().verify(ProgressListener.NONE)).isEmpty();
    assertThat(open().size()).isZero();
    store(0, 3);
    assertThat(open().size()).isEqualTo(3);
  }

  @Test
  void refusesAShardOfAnotherRecipe() throws IOException {
    store(0, 3);
    Recipe other = Recipes.with(RecipePart.TAP, "logits");
    Path strange = Files.createDirectories(store().folder().resolve(other.sha256()));
    Files.copy(shards().get(0), strange.resolve("copied.f32"));
    assertThatThrownBy(() -> store().open(other, DIMENSION))
        .isInstanceOf(DamagedStoreException.class)
        .hasMessageContaining(
            "it holds features of the recipe %s, but lies in the folder of %s",
            RECIPE.sha256(), other.sha256());
  }

  @Test
  void mendsTheRecipeFile() throws IOException {
    store(0, 3);
    Path recipe = store().folder().resolve(RECIPE.sha256()).resolve("recipe.json");
    Files.writeString(recipe, "{}");
    assertThat(store().list()).isEmpty();
    assertThat(store().verify(ProgressListener.NONE))
        .extracting(StoreDamage::file)
        .containsExactly(recipe);
    assertThat(open().size()).as("the folder's name is what counts").isEqualTo(3);
    store(3, 4);
    assertThat(store().list()).extracting(StoredRecipe::recipe).containsExactly(RECIPE);
  }

  @Test
  void removesWhatKilledWritersLeft() throws IOException {
    store(0, 3);
    Path left = store().folder().resolve(RECIPE.sha256()).resolve(".fe4j-1234.tmp");
    Files.writeString(left, "half a shard");
    assertThat(open().size()).isEqualTo(3);
    assertThat(left).as("readers leave it").exists();
    assertThat(store().prune(PruneSettings.standard().withDryRun()).abandoned()).isEqualTo(1);
    store(3, 4);
    assertThat(left).as("the next writer does not").doesNotExist();
  }

  @Test
  void mergesSmallShardsWithoutDisturbingReaders() throws IOException {
    for (int i = 0; i < 20; i++) {
      store(i, i + 1);
    }
    StoredRows before = open().allRows();
    PruneResult result = store().prune(PruneSettings.standard());
    assertThat(result.merged()).isEqualTo(20);
    assertThat(shards()).hasSize(1);
    RecipeFolder after = open();
    assertThat(after.size()).isEqualTo(20);
    for (int i = 0; i < 20; i++) {
      assertThat(row(after.rows(images(i)), 0)).containsExactly(Rows.feature(i, DIMENSION));
      assertThat(before.rows()).isEqualTo(20);
      assertThat(row(before, i)).hasSize(DIMENSION);
    }
    assertThat(store().prune(PruneSettings.standard()).merged()).isZero();
  }

  @Test
  void countsRowsOnceThatAKilledMergeLeftTwice() throws IOException {
    store(0, 1);
    List<Path> old = shards();
    byte[] first = Files.readAllBytes(old.get(0));
    store(1, 2);
    store().prune(PruneSettings.standard());
    Files.write(old.get(0), first); // as if the merge had been killed before it was deleted
    RecipeFolder features = open();
    assertThat(features.size()).isEqualTo(2);
    assertThat(features.allRows().rows()).isEqualTo(2);
    store().prune(PruneSettings.standard());
    assertThat(store().list()).extracting(StoredRecipe::rows).containsExactly(2L);
  }

  @Test
  void removesRecipesByNameAndByDisuse() throws IOException {
    store(0, 3);
    Recipe other = Recipes.with(RecipePart.TAP, "logits");
    RecipeFolder features = store().open(other, DIMENSION);
    add(features, 0, 3);
    features.flush();
    Path recipe = features.folder().resolve("recipe.json");
    Files.setLastModifiedTime(recipe, FileTime.from(Instant.now().minus(Duration.ofDays(40))));

    assertThat(store().list())
        .extracting(StoredRecipe::recipe)
        .as("the last used first")
        .containsExactly(RECIPE, other);
    PruneSettings month = PruneSettings.standard().withUnusedFor(Duration.ofDays(30));
    assertThat(store().prune(month).recipes()).isEqualTo(1);
    assertThat(store().list()).extracting(StoredRecipe::recipe).containsExactly(RECIPE);
    String prefix = RECIPE.sha256().substring(0, 8);
    assertThat(store().prune(PruneSettings.standard().withRecipe(prefix)).recipes()).isEqualTo(1);
    assertThat(store().list()).isEmpty();
    assertThatThrownBy(() -> PruneSettings.standard().withRecipe(""))
        .hasMessage("A recipe is named by the first 4 to 64 digits of its hash, but found \"\"");
  }

  @Test
  void writesOnAfterItsRecipeWasRemoved() throws IOException {
    RecipeFolder features = open();
    add(features, 0, 3);
    features.flush();
    add(features, 3, 5);
    store().prune(PruneSettings.standard().withUnusedFor(Duration.ZERO));
    features.flush();
    assertThat(row(features.rows(images(1)), 0)).containsExactly(Rows.feature(1, DIMENSION));
    assertThat(open().size()).as("those that were written afterwards").isEqualTo(2);
  }

  @Test
  void explainsWhichPartDiffers() throws IOException {
    assertThat(store().explain(RECIPE)).hasToString("The store holds no features at all.");
    store(0, 3);
    assertThat(store().explain(RECIPE))
        .hasToString("The store holds 3 features of this very recipe.");
    Explanation other = store().explain(Recipes.with(RecipePart.PRECISION, "FP16"));
    assertThat(other.rows()).isZero();
    assertThat(other.others()).hasSize(1);
    assertThat(other.others().get(0).differences())
        .containsExactly(new Recipe.Difference(RecipePart.PRECISION, "some precision", "FP16"));
    assertThat(other.toString().replace("\r", ""))
        .isEqualTo(
            """
            The store holds no features of this recipe. What differs from the nearest that it has:
              %s (3 features)
                precision
                  stored  some precision
                  asked   FP16"""
                .formatted(RECIPE.sha256().substring(0, 12)));
  }

  @Test
  void refusesAFolderThatCannotBeWrittenBeforeTheFirstFeature() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    RecipeFolder features = FeatureStore.at(file.resolve("store")).open(RECIPE, DIMENSION);
    assertThatThrownBy(() -> add(features, 0, 1))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("[" + file.resolve("store") + "] features cannot be kept here: ")
        .hasMessageEndingWith("Name another folder for the store, or do without one.");
  }

  @Test
  void readsWithoutWritingAnything() throws IOException {
    store(0, 3);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(store().folder())) {
      for (Path file : files) {
        if (Files.isRegularFile(file)) {
          Files.delete(file); // the lock, which a read-only disk could not have
        }
      }
    }
    assertThat(open().size()).isEqualTo(3);
    store().list();
    store().verify(ProgressListener.NONE);
    assertThat(store().folder().resolve("lock")).doesNotExist();
  }

  @Test
  void tellsBytesWhileItVerifies() throws IOException {
    store(0, 3);
    store(3, 9);
    List<Progress> seen = new ArrayList<>();
    ImmutableList<StoreDamage> damage = store().verify(seen::add);
    assertThat(damage).isEmpty();
    assertThat(seen).hasSize(2);
    assertThat(seen.get(1).complete()).isTrue();
  }
}
