package org.fe4j.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Real processes on a disk that is full, and on one that is read-only. */
@Timeout(300)
@EnabledOnOs(value = OS.LINUX, disabledReason = "mounts file systems, limits file sizes")
class StarvedExtractionTest {
  @TempDir Path folder;

  private String command(Path store, int images) {
    List<String> words = ExtractInAnotherProcess.command(store, folder.resolve("model.pt"), images);
    return "'" + String.join("' '", words) + "'";
  }

  private static List<String> run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(200, TimeUnit.SECONDS)).isTrue();
    return output.lines().filter(line -> line.matches("(finished|failed) .*")).toList();
  }

  @Test
  void keepsWhatFitsOnAFullDiskAndGoesOnWhenThereIsRoom() throws Exception {
    assumeTrue(
        new ProcessBuilder("unshare", "-rm", "true").start().waitFor() == 0,
        "this machine lets nobody mount a small disk");
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Path store = disk.resolve("store");
    // Two shards of 8 MiB fit into 20 MiB.
    String script =
        String.join(
            "\n",
            "mount -t tmpfs -o size=20m tmpfs '%s'".formatted(disk),
            command(store, 100),
            "mount -o remount,size=400m '%s'".formatted(disk),
            command(store, 100),
            command(store, 100),
            "mount -o remount,ro '%s'".formatted(disk),
            command(store, 100),
            command(store, 101));
    List<String> said = run("unshare", "-rm", "bash", "-c", script);
    assertThat(said).hasSize(5);
    assertThat(said.get(0))
        .matches(
            "failed \\[.*\\] 31 features cannot be written: .*No space left on device\\. The 62 that"
                + " were written before are kept\\. Make room, or name another folder for the"
                + " store\\.");
    assertThat(said.get(1)).as("the rest").isEqualTo("finished 100 38");
    assertThat(said.get(2)).as("nothing is left to do").isEqualTo("finished 100 0");
    assertThat(said.get(3)).as("a read-only store is read").isEqualTo("finished 100 0");
    assertThat(said.get(4))
        .matches(
            "failed \\[.*\\] features cannot be kept here: .*Read-only file system\\. Name another"
                + " folder for the store, or do without one\\.");
  }

  @Test
  void saysWhatTheSystemSaysWhenItRefusesToWrite() throws Exception {
    Path store = folder.resolve("store");
    // The engine unpacks its libraries once, which needs larger files.
    assertThat(run("bash", "-c", command(store, 31))).containsExactly("finished 31 31");
    List<String> said = run("bash", "-c", "ulimit -f 4096\n" + command(store, 62));
    assertThat(said).hasSize(1);
    assertThat(said.get(0))
        .matches(
            "failed \\[.*\\] 31 features cannot be written: .*File too large\\. The 31 that were"
                + " written before are kept\\. Make room, .*");
    assertThat(run("bash", "-c", command(store, 62))).containsExactly("finished 62 31");
  }
}
