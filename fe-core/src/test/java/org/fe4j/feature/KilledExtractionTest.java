package org.fe4j.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fe4j.feature.ExtractInAnotherProcess.SIDE;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.fe4j.progress.ProgressListener;
import org.fe4j.store.FeatureStore;
import org.fe4j.store.ImageHash;
import org.fe4j.store.PruneSettings;
import org.fe4j.store.StoredRecipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that are killed while they extract, at moments that a generator with a fixed seed
 * chooses. {@code -Dfe.kills=100} for the long form.
 */
@Timeout(3600)
class KilledExtractionTest {
  private static final int KILLS = Integer.getInteger("fe.kills", 6);
  private static final int IMAGES = 400;
  private static final int SHARD_ROWS = 31;

  @TempDir Path folder;

  /** What a process said before it ended. */
  private record Outcome(boolean finished, int extracted) {}

  @Test
  void losesAtMostOneShardAndNothingElse() throws Exception {
    SplittableRandom random = new SplittableRandom(20261126);
    Path store = folder.resolve("store");
    int kills = 0;
    int completed = 0;
    int mostRedone = 0;
    long before = 0;
    while (kills < KILLS) {
      Outcome outcome = runAndKill(store, random.nextInt(2500));
      long rows = requireSound(store);
      assertThat(rows).as("nothing that was stored is lost").isGreaterThanOrEqualTo(before);
      if (outcome.finished) {
        assertThat(rows).isEqualTo(IMAGES);
        completed++;
        FeatureStore.at(store).delete();
        before = 0;
        continue;
      }
      kills++;
      int redone = (int) (outcome.extracted - (rows - before));
      mostRedone = Math.max(mostRedone, redone);
      assertThat(redone).as("images to extract again").isLessThanOrEqualTo(SHARD_ROWS);
      before = rows;
    }
    Outcome last = runAndKill(store, Integer.MAX_VALUE);
    assertThat(last.finished).isTrue();
    assertThat(requireSound(store)).isEqualTo(IMAGES);
    System.out.printf(
        "%d processes killed, %d finished before; at most %d images were extracted again%n",
        kills, completed, mostRedone);
  }

  @Test
  void letsTwoProcessesFillOneStore() throws Exception {
    Path store = folder.resolve("store");
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      processes.add(start(store, folder.resolve("model%d.pt".formatted(i))));
    }
    for (Process process : processes) {
      assertThat(follow(process).finished).isTrue();
    }
    assertThat(requireSound(store)).isEqualTo(IMAGES);
  }

  @Test
  void letsAnotherProcessPruneMeanwhile() throws Exception {
    Path store = folder.resolve("store");
    Process process = start(store, folder.resolve("model.pt"));
    FutureTask<Outcome> outcome = new FutureTask<>(() -> follow(process));
    new Thread(outcome).start();
    while (!outcome.isDone()) {
      FeatureStore.at(store).prune(PruneSettings.standard());
      FeatureStore.at(store).list();
      Thread.sleep(5);
    }
    assertThat(outcome.get().finished).isTrue();
    assertThat(requireSound(store)).isEqualTo(IMAGES);
  }

  private Process start(Path store, Path model) throws IOException {
    return new ProcessBuilder(ExtractInAnotherProcess.command(store, model, IMAGES))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /**
   * Starts a process, kills it so long after it began its work, and listens to it until it ends.
   */
  private Outcome runAndKill(Path store, int milliseconds) throws Exception {
    Process process = start(store, folder.resolve("model.pt"));
    Thread killer =
        new Thread(
            () -> {
              try {
                if (!process.waitFor(500L + milliseconds, TimeUnit.MILLISECONDS)) {
                  // SIGKILL. Not by the process itself, which would also close the output that
                  // follow() reads.
                  process.toHandle().destroyForcibly();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    killer.start();
    Outcome outcome = follow(process);
    killer.join();
    return outcome;
  }

  private static Outcome follow(Process process) throws Exception {
    boolean finished = false;
    int extracted = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("extracted ")) {
          extracted = Integer.parseInt(line.substring("extracted ".length()));
        }
        assertThat(line).doesNotStartWith("failed");
        finished |= line.startsWith("finished " + IMAGES + " ");
      }
    }
    process.waitFor();
    return new Outcome(finished, extracted);
  }

  /** Checks every row of the store against its picture; returns how many there are. */
  private static long requireSound(Path store) throws IOException {
    assertThat(FeatureStore.at(store).verify(ProgressListener.NONE)).isEmpty();
    NoisyImages images = new NoisyImages(IMAGES, SIDE);
    long rows = 0;
    for (StoredRecipe stored : FeatureStore.at(store).list()) {
      var features = FeatureStore.at(store).open(stored.recipe(), 3 * SIDE * SIDE);
      int found = 0;
      var one = new org.fe4j.store.ImageHashList();
      List<Integer> numbers = new ArrayList<>();
      for (int i = 0; i < IMAGES; i++) {
        ImageHash hash = ImageHash.of(images.bytes(i));
        if (features.contains(hash)) {
          one.add(hash);
          numbers.add(i);
          found++;
        }
      }
      var read = features.rows(one);
      float[] row = new float[features.dimension()];
      for (int i = 0; i < numbers.size(); i++) {
        read.copyRow(i, row, 0);
        assertThat(PixelsBackbone.isFeatureOf(row, numbers.get(i), SIDE))
            .as("feature of image %d", numbers.get(i))
            .isTrue();
      }
      assertThat(stored.rows()).as("no row twice, none of anything else").isEqualTo(found);
      rows += found;
    }
    assertThat(Files.exists(store) ? rows : 0).isEqualTo(rows);
    return rows;
  }
}
