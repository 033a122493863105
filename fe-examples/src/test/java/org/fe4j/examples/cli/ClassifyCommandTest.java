package org.fe4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.fe4j.examples.quickstart.SmallData;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code fe train} and {@code fe classify} as their user would call them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClassifyCommandTest {
  private static final String FORMULA = "shufflenet_v2_x0_5.fe4j_formula_v1";

  private Path images = Path.of("");
  private Path classifier = Path.of("");
  private Path report = Path.of("");
  private FeRun training = new FeRun(1, "", "");

  @BeforeAll
  void trainOnce(@TempDir Path shared) throws IOException {
    images = SmallData.images(shared);
    classifier = shared.resolve("rocks");
    FeRun evaluation =
        FeRun.of(
            "evaluate",
            "--model",
            FORMULA,
            "--data",
            images.toString(),
            "--head",
            "logistic",
            "--out",
            shared.resolve("out").toString());
    assertThat(evaluation.exitCode()).as(evaluation.err()).isZero();
    report = shared.resolve("out/report.json");
    training = train(classifier, "--report", report.toString());
  }

  private FeRun train(Path out, String... more) {
    String[] arguments = {
      "train", "--model", FORMULA, "--data", images.toString(), "--out", out.toString()
    };
    return FeRun.of(concat(arguments, more));
  }

  private FeRun classify(String... more) {
    return FeRun.of(concat(new String[] {"classify", "--model", classifier.toString()}, more));
  }

  private static String[] concat(String[] first, String... more) {
    return Stream.concat(Arrays.stream(first), Arrays.stream(more)).toArray(String[]::new);
  }

  private String image(String name) {
    return images.resolve(name).toString();
  }

  @Test
  void trainListsTheFolder() throws IOException {
    assertThat(training.exitCode()).as(training.err()).isZero();
    assertThat(training.out())
        .startsWith(classifier + ": 30 images, 3 classes, for PyTorch")
        .containsPattern("[\\d,]+  model\\.pt")
        .containsPattern("[\\d,]+  synset\\.txt");
    assertThat(Files.readString(classifier.resolve("synset.txt")))
        .isEqualTo("bedding\nmud_cracks\nsandstone\n");
    assertThat(Files.readString(classifier.resolve("classifier.json")))
        .contains("logistic regression");
  }

  @Test
  void classifyPrintsATable() {
    FeRun run = classify(image("bedding/0.png"), image("mud_cracks/3.png"), "--top", "2");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines()).hasSize(5);
    assertThat(run.out())
        .startsWith("image")
        .containsPattern("bedding/0\\.png +bedding +[01]\\.\\d{4}")
        .containsPattern("mud_cracks/3\\.png +mud_cracks +[01]\\.\\d{4}");
  }

  @Test
  void classifyPrintsJsonAndNamesWhatCannotBeRead() {
    FeRun run = classify("--json", image("bedding/0.png"), image("none.png"));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("Skipped " + image("none.png"));
    JsonArray all = JsonParser.parseString(run.out()).getAsJsonArray();
    assertThat(all).hasSize(2);
    JsonObject first = all.get(0).getAsJsonObject();
    assertThat(first.get("image").getAsString()).isEqualTo(image("bedding/0.png"));
    double sum = 0;
    for (var found : first.getAsJsonArray("classes")) {
      sum += found.getAsJsonObject().get("probability").getAsDouble();
    }
    assertThat(sum).isCloseTo(1, offset(1e-6));
    assertThat(all.get(1).getAsJsonObject().get("error").getAsString()).isNotEmpty();
  }

  @Test
  void saysWhatIsWrong(@TempDir Path folder) {
    FeRun again = train(classifier);
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err()).contains(classifier.toString()).contains("There is already");
    FeRun neighbors = train(folder.resolve("a"), "--head", "neighbors");
    assertThat(neighbors.exitCode()).isEqualTo(1);
    assertThat(neighbors.err()).contains("Only a linear head can be saved");
    FeRun other =
        FeRun.of(
            "train",
            "--model",
            "resnet50",
            "--data",
            images.toString(),
            "--out",
            folder.resolve("b").toString(),
            "--report",
            report.toString());
    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.err()).contains("--report is of the backbone " + FORMULA);
    FeRun tap = train(folder.resolve("c"), "--report", report.toString(), "--tap", "logits");
    assertThat(tap.exitCode()).isEqualTo(2);
    assertThat(tap.err()).contains("--report was made with --tap penultimate");
    FeRun empty = FeRun.of("classify", "--model", folder.toString(), image("bedding/0.png"));
    assertThat(empty.exitCode()).isEqualTo(1);
    assertThat(empty.err()).contains("is no classifier: it holds no classifier.json");
    FeRun engine = classify("--engine", "TensorFlow", image("bedding/0.png"));
    assertThat(engine.exitCode()).isEqualTo(1);
    assertThat(engine.err()).contains("was saved for PyTorch, not for TensorFlow");
    assertThat(classify("--top", "0", image("bedding/0.png")).exitCode()).isEqualTo(2);
    assertThat(classify().exitCode()).isEqualTo(2);
  }

  @Test
  void refusesAReportBesideWhatItSaysItself(@TempDir Path folder) {
    Path out = folder.resolve("a");
    FeRun protocol =
        train(out, "--report", report.toString(), "--protocol", "paper", "--head", "linear");
    assertThat(protocol.exitCode()).isEqualTo(2);
    assertThat(protocol.err()).contains("--report says the protocol: leave out --protocol, --head");
    FeRun size = train(out, "--report", report.toString(), "--input-size", "160");
    assertThat(size.exitCode()).isEqualTo(2);
    assertThat(size.err())
        .contains("--report was made without --input-size: leave it out here as well");
    assertThat(out).doesNotExist();
  }

  @Test
  void saysWhereTheFiguresOfAReportAreOfSomethingElse(@TempDir Path folder) throws IOException {
    assertThat(training.err()).doesNotContain("are not of this classifier");
    FeRun half =
        train(folder.resolve("half"), "--report", report.toString(), "--precision", "bf16");
    assertThat(half.exitCode()).as(half.err()).isZero();
    assertThat(half.err())
        .contains(
            "The figures of --report are not of this classifier: precision was FP32 on CPU, here"
                + " it is BF16 on CPU")
        .doesNotContain("images sha256");
    Path others = SmallData.images(folder);
    Files.delete(others.resolve("bedding/0.png"));
    FeRun fewer =
        FeRun.of(
            "train",
            "--model",
            FORMULA,
            "--data",
            others.toString(),
            "--out",
            folder.resolve("fewer").toString(),
            "--report",
            report.toString());
    assertThat(fewer.exitCode()).as(fewer.err()).isZero();
    assertThat(fewer.err()).contains("images sha256 was").doesNotContain("precision");
  }
}
