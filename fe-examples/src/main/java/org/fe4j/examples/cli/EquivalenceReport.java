package org.fe4j.examples.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.fe4j.Protocol;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.feature.FeatureComparison;
import org.fe4j.file.WholeFile;
import org.fe4j.metrics.PredictionChanges;

/**
 * All runs with what they depend on, for people and for programs.
 *
 * @param images that all runs saw
 * @param device what the backbones ran on
 * @param machine what else figures depend on
 * @param backbones in the order in which they were asked for
 */
record EquivalenceReport(
    ImageDataset images,
    String device,
    ImmutableMap<String, String> machine,
    ImmutableList<BackboneRuns> backbones) {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  /** The names of the files. */
  static final String MARKDOWN = "equivalence.md";

  static final String JSON = "equivalence.json";

  /** What the columns are. */
  private static final String LEGEND =
      """
      - *min cosine*, *mean cosine*: of an image's feature with that of the reference, rounded down.
      - *max difference*: the largest absolute difference of two values; *relative*: as a part of the largest absolute value of the reference.
      - *changed*: images that the heads on these features name otherwise than those on the features of the reference; *to wrong*, *to right*: how many of these were right, and how many are now. Each image is predicted by a head that was fitted without it.
      - *accuracy*: of the heads on these features. *ms/image*: from file to feature, without the first batch.
      - *result*: fp32 must have a cosine of at least %s with fp32; other precisions are not judged.
      """
          .formatted(EngineRun.LOWEST_COSINE);

  /** Returns whether something is wrong. */
  boolean failed() {
    return backbones.stream().anyMatch(BackboneRuns::failed);
  }

  /** Returns the last line of it all. */
  String sentence() {
    long runs = backbones.stream().mapToLong(backbone -> backbone.runs().size()).sum();
    long compared = backbones.stream().mapToLong(BackboneRuns::compared).sum();
    long failed =
        backbones.stream().flatMap(one -> one.runs().stream()).filter(EngineRun::failed).count();
    return "%d of %d runs went through, %d failed".formatted(compared, runs, failed);
  }

  /** Returns what stands above the table of a backbone. */
  static String heading(ImageDataset images, BackboneRuns backbone) {
    return "%s on %d images of %s".formatted(backbone.backbone(), images.size(), images.name());
  }

  /** Returns whole reasons, where a row has only the first line. */
  static List<String> reasons(BackboneRuns backbone) {
    return backbone.runs().stream()
        .filter(run -> run.failure().lines().count() > 1)
        .map(run -> "%s: %s".formatted(run.setting(), run.failure()))
        .toList();
  }

  /** Writes both files; each appears whole or not at all. */
  void write(Path folder) throws IOException {
    write(folder.resolve(MARKDOWN), toMarkdown());
    write(folder.resolve(JSON), GSON.toJson(toJson()) + "\n");
  }

  private static void write(Path file, String text) throws IOException {
    WholeFile.write(file, temporary -> Files.writeString(temporary, text));
  }

  private String toMarkdown() {
    StringBuilder text = new StringBuilder("# Engines and precisions beside each other\n");
    for (BackboneRuns backbone : backbones) {
      text.append("\n## ").append(heading(images, backbone)).append("\n\n");
      text.append(backbone.table().toMarkdown());
      for (String reason : reasons(backbone)) {
        text.append("\n```\n").append(reason).append("\n```\n");
      }
    }
    text.append('\n').append(sentence()).append(".\n\n").append(LEGEND);
    text.append("\n## Environment\n\n");
    environment().forEach((name, fact) -> text.append("- %s: %s\n".formatted(name, fact)));
    return text.toString();
  }

  /** Returns the machine, the engines that ran, and how predictions came about. */
  private Map<String, String> environment() {
    ImmutableMap.Builder<String, String> facts = ImmutableMap.builder();
    facts.putAll(machine).put("device", device).put("engines", engines());
    return facts.putAll(Protocol.standard().describe()).buildOrThrow();
  }

  private String engines() {
    return backbones.stream()
        .flatMap(backbone -> backbone.runs().stream())
        .flatMap(run -> run.outcome().stream())
        .map(EngineRun.Outcome::provenance)
        .map(facts -> "%s (%s)".formatted(facts.get("engine"), facts.get("native library")))
        .distinct()
        .collect(Collectors.joining("; "));
  }

  private JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("version", 1);
    JsonObject environment = new JsonObject();
    environment().forEach(environment::addProperty);
    json.add("environment", environment);
    JsonObject data = new JsonObject();
    data.addProperty("name", images.name());
    data.addProperty("images", images.size());
    data.addProperty("classes", images.classNames().size());
    json.add("dataset", data);
    JsonArray all = new JsonArray();
    for (BackboneRuns backbone : backbones) {
      JsonObject one = new JsonObject();
      one.addProperty("name", backbone.backbone());
      JsonArray runs = new JsonArray();
      backbone.runs().forEach(run -> runs.add(toJson(run)));
      one.add("runs", runs);
      all.add(one);
    }
    json.add("backbones", all);
    return json;
  }

  private static JsonObject toJson(EngineRun run) {
    JsonObject json = new JsonObject();
    json.addProperty("engine", run.setting().engine());
    json.addProperty("precision", run.setting().precision().name().toLowerCase(Locale.ROOT));
    json.addProperty("reference", run.isReference() && run.outcome().isPresent());
    json.addProperty("failed", run.failed());
    if (run.outcome().isEmpty()) {
      json.addProperty("reason", run.failure());
      return json;
    }
    EngineRun.Outcome outcome = run.outcome().get();
    json.add("features", toJson(outcome.features()));
    json.add("predictions", toJson(outcome.predictions()));
    outcome
        .millisecondsPerImage()
        .ifPresent(time -> json.addProperty("millisecondsPerImage", time));
    JsonObject provenance = new JsonObject();
    outcome.provenance().forEach(provenance::addProperty);
    json.add("provenance", provenance);
    return json;
  }

  private static JsonObject toJson(FeatureComparison features) {
    JsonObject json = new JsonObject();
    json.addProperty("images", features.rows());
    json.addProperty("dimension", features.dimension());
    json.addProperty("smallestCosine", features.smallestCosine());
    json.addProperty("meanCosine", features.meanCosine());
    json.addProperty("largestDifference", features.largestDifference());
    json.addProperty("largestValueOfReference", features.largestValue());
    return json;
  }

  private static JsonObject toJson(PredictionChanges predictions) {
    JsonObject json = new JsonObject();
    json.addProperty("images", predictions.rows());
    json.addProperty("changed", predictions.changed());
    json.addProperty("rightToWrong", predictions.rightToWrong());
    json.addProperty("wrongToRight", predictions.wrongToRight());
    json.addProperty("accuracy", predictions.accuracyAfter());
    json.addProperty("accuracyOfReference", predictions.accuracyBefore());
    return json;
  }
}
