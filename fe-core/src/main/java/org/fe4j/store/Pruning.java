package org.fe4j.store;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fe4j.file.WholeFile;

/** One pass over a store whose lock is held. Not safe for concurrent use. */
final class Pruning {
  private final PruneSettings settings;
  private int recipes;
  private int damaged;
  private int abandoned;
  private int merged;
  private long bytes;

  Pruning(PruneSettings settings) {
    this.settings = settings;
  }

  PruneResult result() {
    return new PruneResult(recipes, damaged, abandoned, merged, bytes);
  }

  void prune(Path folder, Optional<Recipe> recipe) throws IOException {
    if (settings.removes(String.valueOf(folder.getFileName()), unused(folder))) {
      removeRecipe(folder);
      return;
    }
    removeAbandoned(folder);
    List<Shard> whole = removeDamaged(folder);
    if (recipe.isPresent() && !whole.isEmpty()) {
      merge(folder, recipe.get(), whole);
    }
  }

  private static Optional<Duration> unused(Path folder) throws IOException {
    Path file = folder.resolve(RecipeFolder.RECIPE_FILE);
    return Files.exists(file)
        ? Optional.of(Duration.between(Files.getLastModifiedTime(file).toInstant(), Instant.now()))
        : Optional.empty();
  }

  private void removeRecipe(Path folder) throws IOException {
    recipes++;
    for (Path file : RecipeFolder.files(folder, "*")) {
      bytes += Files.size(file);
    }
    if (!settings.dryRun()) {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  private void removeAbandoned(Path folder) throws IOException {
    for (Path file : WholeFile.abandoned(folder)) {
      abandoned++;
      remove(file);
    }
  }

  private List<Shard> removeDamaged(Path folder) throws IOException {
    List<Shard> whole = new ArrayList<>();
    for (Path file : RecipeFolder.shards(folder)) {
      try {
        whole.add(Shard.open(file, String.valueOf(folder.getFileName())));
      } catch (DamagedStoreException e) {
        damaged++;
        remove(file);
      }
    }
    return whole;
  }

  private void remove(Path file) throws IOException {
    bytes += Files.size(file);
    if (!settings.dryRun()) {
      Files.delete(file);
    }
  }

  /**
   * Puts the rows of shards that are not half full into new ones. The new shard is there before the
   * old ones go: whoever is killed in between leaves rows twice, which count once, and the next
   * pass takes them together.
   */
  private void merge(Path folder, Recipe recipe, List<Shard> shards) throws IOException {
    int dimension = shards.get(0).dimension();
    int capacity = PendingShard.capacity(dimension, recipe.elementType());
    if (shards.stream().anyMatch(shard -> shard.dimension() != dimension)) {
      return; // Somebody put them there; whoever opens the recipe hears of it.
    }
    List<Shard> small = shards.stream().filter(shard -> shard.rows() * 2 < capacity).toList();
    if (small.size() < 2) {
      return;
    }
    merged += small.size();
    if (settings.dryRun()) {
      return;
    }
    ShardIndex others = new ShardIndex();
    shards.stream().filter(shard -> !small.contains(shard)).forEach(others::add);
    List<Path> written = new ArrayList<>();
    PendingShard rows = new PendingShard(dimension, recipe.elementType());
    for (Shard shard : small) {
      for (int row = 0; row < shard.rows(); row++) {
        if (!rows.contains(shard.hash(row))) {
          rows.addStored(shard.hash(row), shard.storedRow(row));
        }
        if (rows.isFull()) {
          write(folder, recipe, rows, others).ifPresent(written::add);
        }
      }
    }
    write(folder, recipe, rows, others).ifPresent(written::add);
    for (Shard shard : small) {
      if (!written.contains(shard.file())) {
        Files.delete(shard.file());
      }
    }
  }

  private static Optional<Path> write(
      Path folder, Recipe recipe, PendingShard rows, ShardIndex others) throws IOException {
    Optional<Path> shard = rows.write(folder, recipe, others, WholeFile.Durability.ON_DISK);
    rows.clear();
    return shard;
  }
}
