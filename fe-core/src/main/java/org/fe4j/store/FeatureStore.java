package org.fe4j.store;

import com.google.common.collect.ImmutableList;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
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

/**
 * A folder that keeps features, so that each is extracted once. A feature is found by its image's
 * bytes and by the {@link Recipe}; the name of a file, a data set or a backbone plays no part.
 *
 * <p>Immutable and safe for use by multiple threads and processes: they may read and write the same
 * store at the same time.
 */
public final class FeatureStore {
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
      Optional<Recipe> recipe = recipe(recipeFolder);
      if (recipe.isPresent()) {
        all.add(summary(recipeFolder, recipe.get()));
      }
    }
    all.sort(
        Comparator.comparing(StoredRecipe::lastUsed)
            .reversed()
            .thenComparing(stored -> stored.recipe().sha256()));
    return ImmutableList.copyOf(all);
  }

  private static StoredRecipe summary(Path recipeFolder, Recipe recipe) throws IOException {
    long rows = 0;
    long bytes = Files.size(recipeFolder.resolve(RecipeFolder.RECIPE_FILE));
    int dimension = 0;
    List<Path> shards = RecipeFolder.shards(recipeFolder);
    for (Path shard : shards) {
      Shard.Header header = Shard.header(shard);
      rows += header.rows();
      dimension = header.dimension();
      bytes += Files.size(shard);
    }
    Instant used =
        Files.getLastModifiedTime(recipeFolder.resolve(RecipeFolder.RECIPE_FILE)).toInstant();
    return new StoredRecipe(recipe, recipeFolder, dimension, rows, shards.size(), bytes, used);
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
        total += Files.size(shard);
      }
    }
    long begin = System.nanoTime();
    long done = 0;
    for (Path recipeFolder : recipeFolders()) {
      if (recipe(recipeFolder).isEmpty()) {
        damage.add(
            new StoreDamage(
                recipeFolder.resolve(RecipeFolder.RECIPE_FILE),
                "does not hold the recipe that its folder is named after; the next extraction writes it anew"));
      }
      OptionalInt dimension = OptionalInt.empty();
      for (Path file : RecipeFolder.shards(recipeFolder)) {
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
        }
        done += Files.size(file);
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
          for (Path recipeFolder : recipeFolders()) {
            pruning.prune(recipeFolder, recipe(recipeFolder));
          }
        });
    return pruning.result();
  }

  /** Deletes the folder with all features. */
  public void delete() throws IOException {
    if (Files.isDirectory(folder)) {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  /** Returns the folders named like recipes, sorted; what else lies in the store is nobody's. */
  private List<Path> recipeFolders() throws IOException {
    List<Path> folders = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
        for (Path path : stream) {
          boolean named = String.valueOf(path.getFileName()).matches("[0-9a-f]{64}");
          boolean ours =
              named
                  && (Files.exists(path.resolve(RecipeFolder.RECIPE_FILE))
                      || !RecipeFolder.shards(path).isEmpty());
          if (ours) {
            folders.add(path);
          }
        }
      }
    }
    folders.sort(null);
    return folders;
  }

  /** Returns the recipe in a folder if it is the one that the folder is named after. */
  private static Optional<Recipe> recipe(Path recipeFolder) throws IOException {
    Path file = recipeFolder.resolve(RecipeFolder.RECIPE_FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    return Recipe.parse(Files.readString(file))
        .filter(recipe -> recipeFolder.endsWith(recipe.sha256()));
  }
}
