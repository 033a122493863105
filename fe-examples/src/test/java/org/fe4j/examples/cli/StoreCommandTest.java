package org.fe4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.fe4j.examples.quickstart.SmallData;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The store's commands, one after the other on one store. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StoreCommandTest {
  private Path folder = Path.of("");
  private Path images = Path.of("");
  private Path weights = Path.of("");

  @BeforeAll
  void makeData(@TempDir Path shared) throws IOException {
    folder = shared;
    images = SmallData.images(shared);
    weights = SmallData.weights(shared);
  }

  private FeRun store(String... arguments) {
    List<String> words = new ArrayList<>(List.of("store", "--store", folder + "/store"));
    words.addAll(List.of(arguments));
    return FeRun.of(words.toArray(new String[0]));
  }

  private String[] onModel(String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "--model",
                SmallData.BACKBONE,
                "--weights",
                weights.toString(),
                "--data",
                images.toString()));
    words.addAll(List.of(more));
    return words.toArray(new String[0]);
  }

  private FeRun extract(String... more) {
    List<String> words = new ArrayList<>(List.of("extract"));
    words.addAll(List.of(onModel("--store", folder + "/store", "--out", folder + "/f.npy")));
    words.addAll(List.of(more));
    return FeRun.of(words.toArray(new String[0]));
  }

  private FeRun extractWithoutStore() {
    List<String> words = new ArrayList<>(List.of("extract"));
    words.addAll(List.of(onModel("--no-store", "--out", folder + "/f.npy")));
    return FeRun.of(words.toArray(new String[0]));
  }

  private FeRun explain(String... more) {
    List<String> words = new ArrayList<>(List.of("explain"));
    words.addAll(List.of(onModel(more)));
    return store(words.toArray(new String[0]));
  }

  private Path shard() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("store"))) {
      return files.filter(f -> f.toString().endsWith(".f32")).findFirst().orElseThrow();
    }
  }

  @Test
  @Order(1)
  void anEmptyStoreIsNoError() {
    assertThat(store("list").err()).startsWith("No features in ");
    assertThat(store("size").out()).contains(": 0.0 MB, 0 features of 0 recipes");
    assertThat(store("verify").out()).isEqualToIgnoringNewLines("All is as it was written.");
    assertThat(store("verify").err()).startsWith("No features in ");
    assertThat(store("prune").exitCode()).isZero();
    assertThat(explain().out())
        .contains("0 of 30 images have stored features, 30 would be extracted.")
        .contains("The store holds no features at all.");
    assertThat(store().exitCode()).isEqualTo(2);
  }

  @Test
  @Order(2)
  void listsWhatWasExtracted() {
    assertThat(extract().exitCode()).isZero();
    assertThat(store("list").out())
        .containsPattern("penultimate \\(1024 values\\) +FP32 +PyTorch through DJL [0-9.]+\\R")
        .containsPattern("[0-9a-f]{12} +30 +0\\.1 MB +1 ");
    assertThat(store("size").out()).contains("0.1 MB, 30 features of 1 recipes");
    assertThat(store("verify").exitCode()).isZero();
  }

  @Test
  @Order(3)
  void explainsHitsAndMisses() {
    assertThat(explain().out())
        .contains("30 of 30 images have stored features, 0 would be extracted.")
        .contains("The store holds 30 features of this very recipe.");
    assertThat(explain("--tap", "logits").out())
        .contains("0 of 30 images have stored features")
        .containsPattern("tap\\R +stored +penultimate \\(1024 values\\)\\R +asked +logits");
  }

  @Test
  @Order(3)
  void exportsARecipeWithTheHashesOfItsImages() throws IOException {
    FeRun list = store("list");
    String recipe = list.out().lines().skip(1).findFirst().orElseThrow().substring(0, 12);
    Path csv = folder.resolve("all.csv");
    FeRun export = store("export", recipe, "--out", csv.toString());
    assertThat(export.out().strip()).isEqualTo(csv + ": 30 x 1024");
    List<String> lines = Files.readAllLines(csv);
    assertThat(lines).hasSize(31);
    assertThat(lines.get(0)).startsWith("path,f0,f1,");
    assertThat(lines.get(1)).matches("[0-9a-f]{64},.*");
    assertThat(store("export", "0000", "--out", csv.toString()).err())
        .contains("No recipes of ")
        .contains("begin with \"0000\"");
    assertThat(store("export", recipe, "--out", "all.txt").exitCode()).isEqualTo(2);
  }

  @Test
  @Order(4)
  void exportsNothingOfARecipeWithoutFeatures() throws IOException {
    String recipe = shard().getName(shard().getNameCount() - 2).toString();
    Path killed = Files.createDirectories(folder.resolve("killed").resolve(recipe));
    Files.copy(shard().resolveSibling("recipe.json"), killed.resolve("recipe.json"));
    FeRun export =
        FeRun.of(
            "store",
            "--store",
            folder + "/killed",
            "export",
            recipe.substring(0, 8),
            "--out",
            folder + "/none.csv");
    assertThat(export.exitCode()).isEqualTo(2);
    assertThat(export.err()).contains("The recipe " + recipe + " has no features yet");
  }

  @Test
  @Order(4)
  void findsDamageAndRemovesIt() throws IOException {
    byte[] bytes = Files.readAllBytes(shard());
    bytes[200] ^= 4;
    Files.write(shard(), bytes);
    FeRun verify = store("verify");
    assertThat(verify.exitCode()).isEqualTo(1);
    assertThat(verify.out()).contains("[" + shard() + "] its bytes have the SHA-256");
    FeRun extraction = extract();
    assertThat(extraction.exitCode()).isEqualTo(1);
    assertThat(extraction.err()).contains("is damaged: ").contains("'fe store prune'");
    assertThat(store("prune", "--dry-run").out())
        .startsWith("Would free 0.1 MB: 0 recipes, 1 damaged shards");
    assertThat(store("prune").out()).startsWith("Freed 0.1 MB: 0 recipes, 1 damaged shards");
    assertThat(extract().exitCode()).isZero();
    assertThat(store("verify").exitCode()).isZero();
  }

  @Test
  @Order(5)
  void removesRecipesWhereAsked() {
    assertThat(store("prune", "--recipe", "xyz").exitCode()).isEqualTo(2);
    assertThat(store("prune", "--unused-days", "3").out()).contains("0 recipes");
    assertThat(store("prune", "--unused-days", "0").out()).contains("1 recipes");
    assertThat(store("list").err()).startsWith("No features in ");
  }

  @Test
  @Order(6)
  void stopsAtTooManyUnreadableImagesUnlessTheyAreAllowed() throws IOException {
    Path broken = images.resolve("bedding/0.png");
    byte[] whole = Files.readAllBytes(broken);
    Files.write(broken, "no picture".getBytes(StandardCharsets.UTF_8));
    FeRun refused = extract();
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .contains("1 of 30 images cannot be read so far, more than the 1 % that may be:")
        .contains("bedding/0.png: ")
        .contains("allow more with --allow-unreadable PERCENT.");
    FeRun allowed = extract("--allow-unreadable", "5", "--on-unreadable", "quarantine");
    assertThat(allowed.exitCode()).isZero();
    assertThat(allowed.err()).contains("Skipped bedding/0.png: ");
    try (Stream<Path> files = Files.list(folder.resolve("store/quarantine"))) {
      assertThat(files).hasSize(2);
    }
    assertThat(extract("--allow-unreadable", "200").exitCode()).isEqualTo(2);
    assertThat(extract("--no-store").err()).contains("--store", "--no-store");
    List<String> nowhere = new ArrayList<>(List.of("extract"));
    nowhere.addAll(List.of(onModel("--no-store", "--on-unreadable", "quarantine")));
    nowhere.addAll(List.of("--out", folder + "/f.npy"));
    assertThat(FeRun.of(nowhere.toArray(new String[0])).err())
        .contains("Without a store, --on-unreadable quarantine has no folder to copy them to");
    assertThat(extractWithoutStore().exitCode()).isEqualTo(1);
    Files.write(broken, whole);
    assertThat(extractWithoutStore().exitCode()).isZero();
  }
}
