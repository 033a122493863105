package org.fe4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fe4j.zoo.Zoo;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The reference pages are what the program says; each test writes its page below target. */
class ReferenceTest {

  @Test
  void commandLinePageIsTheHelpOfAllCommands() throws IOException {
    StringBuilder page = new StringBuilder("# Command line\n\n");
    page.append("Exit codes: 0 when all went well; 1 when a check failed or something went wrong")
        .append(
            " while running; 2 when the command line was not understood. Standard output carries")
        .append(" the result and nothing else; progress and errors go to standard error. JVM flags")
        .append(" can be added in the environment variable `FE_JAVA_OPTS`.\n\n```\n");
    page.append(help("--help")).append("```\n");
    append(page, "##", List.of(), Fe.commandLine(Console.ofProcess()));
    compare("command-line.md", page.toString());
  }

  /** Appends the help of all commands below one. */
  private static void append(
      StringBuilder page, String heading, List<String> parents, CommandLine parent) {
    parent
        .getSubcommands()
        .forEach(
            (name, command) -> {
              List<String> words = new ArrayList<>(parents);
              words.add(name);
              page.append("\n%s fe %s\n```\n".formatted(heading, String.join(" ", words)));
              List<String> arguments = new ArrayList<>(words);
              arguments.add("--help");
              page.append(help(arguments.toArray(new String[0]))).append("```\n");
              append(page, heading + "#", words, command);
            });
  }

  @Test
  void zooPageIsTheListOfAllModels() throws IOException {
    StringBuilder page = new StringBuilder(ZOO);
    for (String suite : Zoo.suites()) {
      page.append("\n### ").append(suite).append("\n\n");
      page.append(help("models", "--suite", suite, "--markdown"));
    }
    page.append("\n## All weights\nWhat `fe models --markdown` prints.\n\n");
    compare("zoo.md", page + help("models", "--markdown"));
  }

  private static final String ZOO =
      """
      # The zoo

      All backbones that fe4j knows by name, each with published weights. `fe models` prints the list and narrows it (`--family`, `--suite`, `--max-parameters`, `--max-gflops`, `--commercial-use`); `--json` prints all that is known. In Java: `Zoo.entries()`, `Zoo.filter()`, `Zoo.suite("paper")`.

      - A * marks the weights that the bare name of the architecture means.
      - *Input* is the side of the square that the backbone sees, in pixels.
      - *Feature by tap* is the length of the feature at each [tap](../concepts/feature.md), the default first.
      - *GMACs* are billions of multiplications with addition for one image, which most publishers call GFLOPs.
      - *File* is the size of the weight file, which is downloaded at the first use, in MiB.
      - *Commercial use* says what the stated licence of the weights says about it. Most publishers state none; then it is unstated, and only you can decide. `--commercial-use` admits what is permitted and nothing else. Licences of training data are another matter, on which fe4j knows nothing.

      Most files are checked against a SHA-256 that their publisher gives: the whole for CLIP, the first digits for torchvision. Meta gives none for DINOv2; fe4j has those that other public projects recorded for the same addresses. For SigLIP none is published: a download is accepted when it is as long as the server says, and its SHA-256 is computed then and stands in each report.

      ## Suites
      Backbones that are compared with each other, with pinned weights.

      `paper` has the sixteen of [arXiv 2310.02037](https://arxiv.org/abs/2310.02037) as far as it names them. Six are named there: AlexNet, ConvNeXt Large, ResNeXt-101 64x4d, ViT-H/14, CLIP ViT-B and CLIP ResNet-50. The other ten, and which weights each has, are our reading: one large model of each torchvision family.
      """;

  private static String help(String... arguments) {
    FeRun run = FeRun.of(arguments);
    assertThat(run.exitCode()).isZero();
    return run.out().replace("\r\n", "\n").stripTrailing() + "\n";
  }

  private static void compare(String name, String expected) throws IOException {
    Path generated = Path.of("target", name);
    Files.writeString(generated, expected);
    Path page = Path.of("..", "docs", "reference", name);
    assertThat(Files.exists(page) ? Files.readString(page) : "")
        .as("copy fe-examples/%s to %s", generated, page)
        .isEqualTo(expected);
  }
}
