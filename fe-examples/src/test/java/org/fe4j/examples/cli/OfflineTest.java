package org.fe4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.fe4j.examples.quickstart.SmallData;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Machines without a network: nothing is attempted, and weights come from a folder. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OfflineTest {
  private static final String EMBEDDED = "shufflenet_v2_x0_5.fe4j_formula_v1";
  private static final String NOTHING = "[]";

  private Path images = Path.of("");
  @TempDir private Path folder;

  @BeforeAll
  void makeImages(@TempDir Path shared) throws IOException {
    images = SmallData.images(shared);
  }

  private String[] evaluate(String model, String... more) {
    return Stream.concat(
            Stream.of(
                "evaluate",
                "--model",
                model,
                "--data",
                images.toString(),
                "--folds",
                "2",
                "--out",
                folder.resolve("report").toString()),
            Stream.of(more))
        .toArray(String[]::new);
  }

  /** DJL is asked to count its users, which only being offline forbids then. */
  private FeProcess process(String cache) {
    return FeProcess.withCache(folder.resolve(cache)).flag("-DOPT_OUT_TRACKING=false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"FE4J_OFFLINE", "fe4j.offline", "--offline"})
  void wholeEvaluationAttemptsNothing(String how) throws Exception {
    FeProcess process = process("cache");
    String[] arguments = evaluate(EMBEDDED);
    switch (how) {
      case "FE4J_OFFLINE" -> process.environment("FE4J_OFFLINE", "1");
      case "fe4j.offline" -> process.flag("-Dfe4j.offline=true");
      default -> arguments = evaluate(EMBEDDED, "--offline");
    }
    FeProcess.Result run = process.run(arguments);
    assertThat(run.attempts()).isEqualTo(NOTHING);
    assertThat(run.err()).contains("Wrote report.html");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("mud_cracks").contains(EMBEDDED);
  }

  @Test
  void whatIsAttemptedOnlineIsNoticed() throws Exception {
    FeProcess.Result pulled =
        process("cache")
            .environment("FE4J_OFFLINE", "1")
            .flag("-Dfe4j.offline=false")
            .run("pull", "alexnet");
    assertThat(pulled.attempts()).contains("download.pytorch.org");
    assertThat(pulled.exitCode()).isEqualTo(1);
  }

  /** What is on the class path is looked at offline, and DJL counts its users then or never. */
  @Test
  void onlineTooAnEvaluationOfWhatIsThereAttemptsNothing() throws Exception {
    FeProcess.Result run = process("cache").run(evaluate(EMBEDDED));
    assertThat(run.attempts()).isEqualTo(NOTHING);
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void missingWeightsAreAnErrorThatSaysHowToBringThem() throws Exception {
    FeProcess.Result run =
        process("empty").environment("FE4J_OFFLINE", "yes").run(evaluate("alexnet"));
    assertThat(run.attempts()).isEqualTo(NOTHING);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualToIgnoringNewLines(
            """
            fe: Cannot evaluate alexnet.imagenet1k_v1 on %s: [alexnet-owt-7be5be79.pth] (233.087 MiB, SHA-256 7be5be79) is not in the cache, and fe4j is offline: the environment variable FE4J_OFFLINE is yes.
              With a network: fe pull alexnet.imagenet1k_v1 --to DIR
              Then here: fe pull --from DIR
              By hand: put the file of https://download.pytorch.org/models/alexnet-owt-7be5be79.pth at %s"""
                .formatted(
                    images.getFileName(),
                    folder.resolve("empty/weights/alexnet-owt-7be5be79.pth")));

    FeProcess.Result extracted =
        process("empty")
            .run(
                "extract",
                "--offline",
                "--model",
                "alexnet",
                "--data",
                images.toString(),
                "--out",
                folder.resolve("features.npy").toString());
    assertThat(extracted.attempts()).isEqualTo(NOTHING);
    assertThat(extracted.err()).contains("fe4j is offline: this run was asked to be.");
  }

  @Test
  void runsInANamespaceWithoutANetwork() throws Exception {
    assumeTrue(canUnshare(), "unshare -rn does not work here");
    FeProcess.Result run =
        process("cache")
            .through("unshare", "-rn")
            .environment("FE4J_OFFLINE", "1")
            .run(evaluate(EMBEDDED));
    assertThat(run.attempts()).isEqualTo(NOTHING);
    assertThat(run.err()).contains("Wrote report.html");
    assertThat(run.exitCode()).isZero();
  }

  private static boolean canUnshare() throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder("unshare", "-rn", "true")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // No such program.
    }
  }

  @Test
  void weightsMoveFromOneMachineToAnother() throws Exception {
    // Its publisher gives no checksum, so that any file serves.
    Path cached = folder.resolve("here/weights/siglip_b16.webli.safetensors");
    Files.createDirectories(folder.resolve("here/weights"));
    Files.writeString(cached, "weights");
    Path carried = folder.resolve("carried");
    Path file = carried.resolve("siglip_b16.webli.safetensors");
    FeProcess.Result put = process("here").run("pull", "siglip_b16", "--to", carried.toString());
    assertThat(put.out()).isEqualTo(file + System.lineSeparator());
    assertThat(put.exitCode()).isZero();
    assertThat(put.attempts()).isEqualTo(NOTHING);
    Path lock = carried.resolve("weights.lock.json");
    assertThat(lock).content().contains("siglip_b16.webli").contains("Apache-2.0");

    FeProcess.Result taken = process("there").run("pull", "--from", carried.toString());
    Path there = folder.resolve("there/weights/siglip_b16.webli.safetensors");
    assertThat(taken.out()).isEqualTo(there + System.lineSeparator());
    assertThat(taken.attempts()).isEqualTo(NOTHING);
    assertThat(there).hasSameBinaryContentAs(cached);
    FeProcess.Result checked = process("there").run("pull", "--check", lock.toString());
    assertThat(checked.out().strip()).isEqualTo("1 of 1 files are as " + lock + " says");
    assertThat(checked.exitCode()).isZero();

    Files.writeString(file, "Weights");
    FeProcess.Result refused =
        process("elsewhere").run("pull", "siglip_b16", "--from", carried.toString());
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err())
        .startsWith("fe: [siglip_b16.webli.safetensors] " + file + " has the SHA-256 ")
        .contains("The file was changed or damaged");
    checked = process("elsewhere").run("pull", "--check", lock.toString());
    assertThat(checked.exitCode()).isEqualTo(1);
    assertThat(checked.out())
        .contains("siglip_b16.webli: siglip_b16.webli.safetensors is not in the cache")
        .contains("0 of 1 files are as ");
  }

  @Test
  void pullRefusesWhatDoesNotGoTogether() {
    assertThat(FeRun.of("pull").err()).contains("Missing required parameter: 'NAME'");
    assertThat(FeRun.of("pull", "--from", "a", "--to", "b").exitCode()).isEqualTo(2);
    assertThat(FeRun.of("pull", "--check", "a", "alexnet").err())
        .contains("--check takes no names");
    assertThat(FeRun.of("pull", "--suite", "papr").err()).contains("Did you mean \"paper\"");
    FeRun embedded = FeRun.of("pull", EMBEDDED, "--to", folder.resolve("none").toString());
    assertThat(embedded.err()).contains("travel with fe4j");
    assertThat(embedded.exitCode()).isZero();
  }
}
