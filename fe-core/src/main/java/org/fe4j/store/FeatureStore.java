package org.fe4j.store;

import com.google.common.collect.ImmutableList;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.fe4j.file.WholeFile;
import org.fe4j.progress.Progress;
import org.fe4j.progress.ProgressListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder that keeps features, so that each is extracted once. A feature is found by its image's
 * bytes and by the {@link Recipe}; the name of a file, a data set or a backbone plays no part.
 *
 * <p>Immutable and safe for use by multiple threads and processes: they may read and write the same
 * store at the same time.
 */
public final class FeatureStore {
  private static final Logger LOGGER = LoggerFactory.getLogger(FeatureStore.class);

  private final Path folder;

  private FeatureStore(Path folder) {
    this.folder = folder;
  }

  /** Returns the store in a folder, which is made when something is first kept. */
  public static FeatureStore at(Path folder) {
    return new FeatureStore(folder.toAbsolutePath().normalize());
  }

  /** Returns the folder. */
  public Path folder() {
    return folder;
  }

  /**
   * Opens the features of a recipe; there may be none yet. Every shard is compared with its
   * checksum.
   *
   * @param dimension length of a feature, 1 or more
   * @throws DamagedStoreException if a shard is not what was written
   * @throws IOException if the store cannot be read
   */
  public RecipeFolder open(Recipe recipe, int dimension) throws IOException {
    return RecipeFolder.open(
        folder, recipe, dimension, WholeFile.Durability.ON_DISK, System::nanoTime);
  }

  /**
   * The same for a store that its maker deletes soon: its files are not forced to the disk, and
   * would not all survive the loss of power.
   */
  public RecipeFolder openUnforced(Recipe recipe, int dimension) throws IOException {
    return RecipeFolder.open(
        folder, recipe, dimension, WholeFile.Durability.IN_MEMORY, System::nanoTime);
  }

  /**
   * Returns what the store holds, the last used first. Looks at the first bytes of each shard;
   * {@link #verify} looks at all.
   *
   * @throws DamagedStoreException if a shard does not begin as one
   * @throws IOException if the store cannot be read
   */
  public ImmutableList<StoredRecipe> list() throws IOException {
    List<StoredRecipe> all = new ArrayList<>();
    for (Path recipeFolder : recipeFolders()) {
      try {
        Optional<Recipe> recipe = recipe(recipeFolder);
        if (recipe.isPresent()) {
          all.add(summary(recipeFolder, recipe.get()));
        }
      } catch (NoSuchFileException e) {
        // Somebody removes this recipe.
        LOGGER.debug("{} goes", recipeFolder, e);
      }
    }
    all.sort(
        Comparator.comparing(StoredRecipe::lastUsed)
            .reversed()
            .thenComparing(stored -> stored.recipe().sha256()));
    return ImmutableList.copyOf(all);
  }

  private static StoredRecipe summary(Path recipeFolder, Recipe recipe) throws IOException {
    List<Shard.Header> headers = headers(recipeFolder);
    long rows = 0;
    long bytes = Files.size(recipeFolder.resolve(RecipeFolder.RECIPE_FILE));
    for (Shard.Header header : headers) {
      rows += header.rows();
      bytes += header.fileBytes();
    }
    int dimension = headers.isEmpty() ? 0 : headers.get(0).dimension();
    Instant used =
        Files.getLastModifiedTime(recipeFolder.resolve(RecipeFolder.RECIPE_FILE)).toInstant();
    return new StoredRecipe(recipe, recipeFolder, dimension, rows, headers.size(), bytes, used);
  }

  private static List<Shard.Header> headers(Path recipeFolder) throws IOException {
    while (true) {
      List<Shard.Header> headers = new ArrayList<>();
      try {
        for (Path shard : RecipeFolder.shards(recipeFolder)) {
          headers.add(Shard.header(shard));
        }
        return headers;
      } catch (NoSuchFileException e) {
        // It was merged into another since the folder was listed.
        LOGGER.debug("{} changes", recipeFolder, e);
      }
    }
  }

  /**
   * Says whether the store has features of a recipe, and where it has none, in which parts the
   * recipes that it has are different.
   *
   * @throws IOException if the store cannot be read
   */
  public Explanation explain(Recipe asked) throws IOException {
    long rows = 0;
    List<Explanation.Neighbour> others = new ArrayList<>();
    for (StoredRecipe stored : list()) {
      if (stored.recipe().equals(asked)) {
        rows = stored.rows();
      } else if (stored.rows() > 0) {
        others.add(new Explanation.Neighbour(stored, stored.recipe().differences(asked)));
      }
    }
    others.sort(Comparator.comparingInt(other -> other.differences().size()));
    return new Explanation(rows, ImmutableList.copyOf(others));
  }

  /**
   * Reads every byte of the store and returns what is not as it was written; nothing is changed.
   *
   * @param progress is told the bytes read
   * @throws IOException if the store cannot be read
   */
  public ImmutableList<StoreDamage> verify(ProgressListener progress) throws IOException {
    ImmutableList.Builder<StoreDamage> damage = ImmutableList.builder();
    long total = 0;
    for (Path recipeFolder : recipeFolders()) {
      for (Path shard : RecipeFolder.shards(recipeFolder)) {
        total += size(shard);
      }
    }
    long begin = System.nanoTime();
    long done = 0;
    for (Path recipeFolder : recipeFolders()) {
      if (!holdsItsRecipe(recipeFolder)) {
        damage.add(
            new StoreDamage(
                recipeFolder.resolve(RecipeFolder.RECIPE_FILE),
                "does not hold the recipe that its folder is named after; the next extraction writes it anew"));
      }
      OptionalInt dimension = OptionalInt.empty();
      for (Path file : RecipeFolder.shards(recipeFolder)) {
        long size = size(file);
        try {
          int found = Shard.open(file, MoreFiles.getNameWithoutExtension(recipeFolder)).dimension();
          if (dimension.isPresent() && dimension.getAsInt() != found) {
            damage.add(
                new StoreDamage(
                    file,
                    "holds features of %d values beside others of %d"
                        .formatted(found, dimension.getAsInt())));
          }
          dimension = OptionalInt.of(found);
        } catch (DamagedStoreException e) {
          damage.add(new StoreDamage(file, e.problem()));
        } catch (NoSuchFileException e) {
          // Somebody removes it, or merged it into another: that one is as it was written.
          LOGGER.debug("{} went", file, e);
        }
        done += size;
        Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
        progress.onProgress(new Progress("Verifying features", done, total, "bytes", elapsed));
      }
    }
    return damage.build();
  }

  /**
   * Removes what is damaged, what killed processes left, and what was not used for long; merges
   * small shards. Readers that have the store open keep what they have.
   *
   * @throws IOException if the store cannot be read or written
   */
  public PruneResult prune(PruneSettings settings) throws IOException {
    if (!Files.isDirectory(folder)) {
      return PruneResult.NOTHING;
    }
    Pruning pruning = new Pruning(settings);
    RecipeFolder.changing(
        folder,
        () -> {
          for (Path recipeFolder : namedFolders()) {
            pruning.prune(recipeFolder, recipe(recipeFolder));
          }
        });
    return pruning.result();
  }

  /**
   * Deletes all features, and the folder where nothing else is in it. Nobody may write to the store
   * meanwhile: the lock goes too.
   */
  public void delete() throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    RecipeFolder.changing(
        folder,
        () -> {
          for (Path recipeFolder : namedFolders()) {
            MoreFiles.deleteRecursively(recipeFolder, RecursiveDeleteOption.ALLOW_INSECURE);
          }
        });
    Files.deleteIfExists(folder.resolve(RecipeFolder.LOCK_FILE));
    if (RecipeFolder.files(folder, "*").isEmpty()) {
      Files.delete(folder);
    }
  }

  /** Returns the folders with features or a recipe, sorted. */
  private List<Path> recipeFolders() throws IOException {
    List<Path> folders = new ArrayList<>();
    for (Path path : namedFolders()) {
      if (Files.exists(path.resolve(RecipeFolder.RECIPE_FILE))
          || !RecipeFolder.shards(path).isEmpty()) {
        folders.add(path);
      }
    }
    return folders;
  }

  /** Returns the folders named like recipes, sorted; what else lies in the store is nobody's. */
  private List<Path> namedFolders() throws IOException {
    return RecipeFolder.files(folder, "*").stream()
        .filter(path -> String.valueOf(path.getFileName()).matches("[0-9a-f]{64}"))
        .filter(Files::isDirectory)
        .toList();
  }

  /** Returns the recipe in a folder if it is the one that the folder is named after. */
  private static Optional<Recipe> recipe(Path recipeFolder) throws IOException {
    Path file = recipeFolder.resolve(RecipeFolder.RECIPE_FILE);
    // Where the bytes are what was written, they are UTF-8.
    return holdsItsRecipe(recipeFolder) ? Recipe.parse(Files.readString(file)) : Optional.empty();
  }

  private static boolean holdsItsRecipe(Path recipeFolder) throws IOException {
    Path file = recipeFolder.resolve(RecipeFolder.RECIPE_FILE);
    return Files.exists(file) && recipeFolder.endsWith(Sha256.hex(Files.readAllBytes(file)));
  }

  /** Returns the bytes of a file, none where somebody removed it. */
  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }
}
