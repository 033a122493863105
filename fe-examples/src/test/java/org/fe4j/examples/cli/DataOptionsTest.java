package org.fe4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ObjectArrays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.dataset.ImageList;
import org.fe4j.examples.quickstart.SmallData;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.report.JsonReport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --data} and {@code --split} take, in the commands that have them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DataOptionsTest {
  private Path weights = Path.of("");
  private Path list = Path.of("");

  /** Ten images of each of three classes, of which the last two of each are the part "spare". */
  @BeforeAll
  void makeData(@TempDir Path shared) throws IOException {
    Path images = SmallData.images(shared);
    weights = SmallData.weights(shared);
    StringBuilder rows = new StringBuilder("label,path,split\n");
    for (var texture : SmallData.CLASSES) {
      for (int i = 0; i < SmallData.PER_CLASS; i++) {
        rows.append(
            "%s,\"%s/%s/%d.png\",%s\n"
                .formatted(
                    texture.className(),
                    images.getFileName(),
                    texture.className(),
                    i,
                    i < 8 ? "main" : "spare/2"));
      }
    }
    list = Files.writeString(shared.resolve("rocks.csv"), rows);
  }

  @Test
  void evaluatesAPartOfAList(@TempDir Path folder) throws IOException {
    Path out = folder.resolve("report");

    FeRun run = evaluate("--split", "main", "--folds", "2", "--out", out.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    MetricsReport report = JsonReport.read(out.resolve("report.json"));
    assertThat(report.predictions().size()).isEqualTo(24);
    assertThat(report.provenance()).containsEntry("data set", "rocks-main: 24 images, 3 classes");
  }

  @Test
  void writesNoTableOverTheListThatItReads() throws IOException {
    byte[] before = Files.readAllBytes(list);
    FeRun run =
        FeRun.of(
            "extract",
            "--model",
            SmallData.BACKBONE,
            "--weights",
            weights.toString(),
            "--data",
            list.toString(),
            "--out",
            list.resolveSibling("rocks.npy").toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith(
            "fe: --out would write over the list \"" + list + "\" of --data: name another file");
    assertThat(list).hasBinaryContent(before);
  }

  @Test
  void extractsAWholeList(@TempDir Path folder) throws IOException {
    FeRun run =
        FeRun.of(
            "extract",
            "--model",
            SmallData.BACKBONE,
            "--weights",
            weights.toString(),
            "--data",
            list.toString(),
            "--out",
            folder.resolve("features.npy").toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    List<String> rows = Files.readAllLines(folder.resolve("features.csv"));
    assertThat(rows)
        .hasSize(31)
        .startsWith("path,label", "\"rocks, all/bedding/0.png\",bedding")
        .endsWith("\"rocks, all/sandstone/9.png\",sandstone");
  }

  @Test
  void namesNoFolderInAFolderAfterAPart() {
    ImageDataset part = ImageList.of(list).split("spare/2");

    assertThat(part.name()).isEqualTo("rocks-spare/2");
    assertThat(DataOptions.folderName(part)).isEqualTo("rocks-spare_2");
  }

  @Test
  void namesThePartsOfAList() {
    FeRun run = evaluate("--split", "mian");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("fe: [" + list + "] There is no split \"mian\"; there are: main, spare/2.");
  }

  @Test
  void refusesAPartOfAFolder() {
    Path folder = list.resolveSibling("rocks, all");

    FeRun run = FeRun.of("evaluate", "--model", "alexnet", "--data", "" + folder, "--split", "x");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith(
            "fe: --split needs a list (.csv, .jsonl, .ndjson), but --data is \"" + folder + "\"");
  }

  @Test
  void refusesAFileThatIsNoList() {
    FeRun run = FeRun.of("evaluate", "--model", "alexnet", "--data", weights.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith(
            "fe: --data must be a folder, or a list that ends in .csv, .jsonl or .ndjson, but found"
                + " the file \""
                + weights
                + "\"");
  }

  @Test
  void takesAFolderForOneWhateverItsNameEndsIn(@TempDir Path parent) throws IOException {
    Path folder = Files.createDirectory(parent.resolve("images.csv"));

    FeRun run = FeRun.of("evaluate", "--model", "alexnet", "--data", folder.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("fe: [" + folder + "] holds no folders.");
  }

  @Test
  void saysThatAListIsNotThere() {
    FeRun run = FeRun.of("evaluate", "--model", "alexnet", "--data", "no/such.jsonl");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("fe: [no/such.jsonl] There is no such list (looked in ");
  }

  private FeRun evaluate(String... options) {
    String[] first = {
      "evaluate",
      "--model",
      SmallData.BACKBONE,
      "--weights",
      weights.toString(),
      "--data",
      list.toString()
    };
    return FeRun.of(ObjectArrays.concat(first, options, String.class));
  }
}
