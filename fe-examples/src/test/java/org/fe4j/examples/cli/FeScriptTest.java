package org.fe4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script ./fe in a checkout of its own, with a Maven that writes down that it was called. */
@DisabledOnOs(OS.WINDOWS)
class FeScriptTest {
  private Path root = Path.of("");
  private Path bin = Path.of("");

  @BeforeEach
  void makeCheckout(@TempDir Path folder) throws IOException {
    root = Files.createDirectories(folder.resolve("a checkout"));
    bin = Files.createDirectories(folder.resolve("bin"));
    Path script = root.resolve("fe");
    Files.copy(Path.of("..", "fe"), script);
    assertThat(script.toFile().setExecutable(true)).isTrue();
    Files.createDirectories(root.resolve("fe-examples/src/main"));
    Files.writeString(root.resolve("pom.xml"), "<project/>");
    Files.writeString(root.resolve("fe-examples/pom.xml"), "<project/>");
    Instant longAgo = Instant.now().minusSeconds(3600);
    for (String made : new String[] {"pom.xml", "fe-examples/pom.xml", "fe-examples/src/main"}) {
      Files.setLastModifiedTime(root.resolve(made), FileTime.from(longAgo));
    }
  }

  @Test
  void buildsOnceAndThenOnlyWhenASourceIsNewer() throws Exception {
    maven(
        "printf %s '"
            + System.getProperty("java.class.path")
            + "' > fe-examples/target/dependencies.txt");
    Run first = run("--help");
    assertThat(first.err()).startsWith("fe: building (Maven's output: ").hasLineCount(1);
    assertThat(first.out()).startsWith("Usage: fe ");
    assertThat(first.exitCode()).isZero();

    Run second = run("--help");
    assertThat(second.err()).isEmpty();
    assertThat(second.out()).isEqualTo(first.out());

    Files.writeString(root.resolve("fe-examples/src/main/New.java"), "class New {}");
    Files.setLastModifiedTime(
        root.resolve("fe-examples/src/main/New.java"), FileTime.from(Instant.now().plusSeconds(5)));
    assertThat(run("--help").err()).contains("fe: building");
  }

  @Test
  void buildsWithoutANetworkWhereFe4jIsOffline() throws Exception {
    maven("echo \"[ERROR] called with: $*\"; exit 1");
    assertThat(run("--help", "").err()).contains("called with: -B -ntp -Dquick");
    assertThat(run("--help", "0").err()).contains("called with: -B -ntp -Dquick");
    assertThat(run("--help", "1").err()).contains("called with: -B -ntp -o -Dquick");
  }

  @Test
  void passesTheExitCodeOn() throws Exception {
    maven(
        "printf %s '"
            + System.getProperty("java.class.path")
            + "' > fe-examples/target/dependencies.txt");
    assertThat(run("no-such-command").exitCode()).isEqualTo(2);
  }

  @Test
  void knowsTheGoldensOfItsCheckout() throws Exception {
    maven(
        "printf %s '"
            + System.getProperty("java.class.path")
            + "' > fe-examples/target/dependencies.txt");
    Path goldens = Files.createDirectories(root.resolve("fe-zoo/src/test/resources/goldens"));
    Files.writeString(goldens.resolve("of_the_checkout.json"), "{}");
    Run run = run("verify");
    assertThat(run.out())
        .contains("of_the_checkout")
        .contains("FAILED")
        .contains("0 of 1 within their tolerance");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void showsMavensErrorsAndTheLogWhenTheBuildFails() throws Exception {
    maven("echo '[INFO] noise'; echo '[ERROR] something is missing'; exit 1");
    Run run = run("--help");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("[ERROR] something is missing")
        .contains("fe: the build failed")
        .contains("fe-build.log")
        .doesNotContain("noise");
  }

  private void maven(String script) throws IOException {
    Path mvn = bin.resolve("mvn");
    Files.writeString(mvn, "#!/usr/bin/env bash\n" + script + "\n");
    assertThat(mvn.toFile().setExecutable(true)).isTrue();
  }

  private record Run(int exitCode, String out, String err) {}

  /** Runs the script from another folder through a link. */
  private Run run(String argument) throws Exception {
    return run(argument, /* offline= */ "");
  }

  private Run run(String argument, String offline) throws Exception {
    Path link = bin.resolve("fe");
    if (!Files.exists(link)) {
      Files.createSymbolicLink(link, root.resolve("fe"));
    }
    Path out = bin.resolve("out.txt");
    Path err = bin.resolve("err.txt");
    ProcessBuilder builder =
        new ProcessBuilder(link.toString(), argument)
            .directory(bin.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().put("FE4J_OFFLINE", offline);
    builder.environment().merge("PATH", bin.toString(), (path, mvn) -> mvn + ":" + path);
    Process process = builder.start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return new Run(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }
}
