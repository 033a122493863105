package org.fe4j.classifier;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fe4j.backbone.CompiledBackbone;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.FeatureTap;
import org.fe4j.backbone.InputFormat;
import org.fe4j.backbone.Precision;
import org.fe4j.classifier.ClassifierDescription.Program;
import org.fe4j.image.Interpolation;
import org.fe4j.image.Preprocessing;
import org.fe4j.image.ResizeMode;

/**
 * The file {@code classifier.json}.
 *
 * <pre>
 * formatVersion   1
 * backbone, tap   names
 * classes         the class names, by their indices
 * preprocessing   resizeMode, resizePixels, interpolation, cropPixels, mean, deviation
 * device          CPU or GPU
 * precision       FP32, FP16 or BF16
 * programs        by engine: file, input, weights, graph, compiler, program
 * protocol        strings, as in a report
 * provenance      strings, as in a report
 * files           the sha-256 of every other file of the folder, in hex, by its name
 * </pre>
 *
 * @param description what it says
 * @param files the sha-256, in hex, of the other files by their names in the folder, with slashes
 */
record DescriptionFile(ClassifierDescription description, ImmutableMap<String, String> files) {
  static final String NAME = "classifier.json";

  private static final int FORMAT_VERSION = 1;

  /** A thousand times what is written; more is no such file. */
  private static final long MAXIMUM_BYTES = 64L << 20;

  private static final String FILE_NAME =
      "[A-Za-z0-9_-][A-Za-z0-9_.-]*(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*";

  String toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("formatVersion", FORMAT_VERSION);
    json.addProperty("backbone", description.backbone());
    json.addProperty("tap", description.tap().name());
    json.add("classes", array(description.classNames()));
    json.add("preprocessing", preprocessing(description.preprocessing()));
    json.addProperty("device", description.device().name());
    json.addProperty("precision", description.precision().name());
    JsonObject programs = new JsonObject();
    description.programs().forEach((engine, program) -> programs.add(engine, program(program)));
    json.add("programs", programs);
    json.add("protocol", object(description.protocol()));
    json.add("provenance", object(description.provenance()));
    json.add("files", object(files));
    return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(json) + "\n";
  }

  private static JsonObject preprocessing(Preprocessing preprocessing) {
    JsonObject json = new JsonObject();
    json.addProperty("resizeMode", preprocessing.resizeMode().name());
    json.addProperty("resizePixels", preprocessing.resizePixels());
    json.addProperty("interpolation", preprocessing.interpolation().name());
    json.addProperty("cropPixels", preprocessing.cropPixels());
    json.add("mean", array(preprocessing.mean()));
    json.add("deviation", array(preprocessing.deviation()));
    return json;
  }

  private static JsonObject program(Program program) {
    JsonObject json = new JsonObject();
    json.addProperty("file", program.file());
    json.addProperty("input", program.input().name());
    json.addProperty("weights", program.identity().weights());
    json.addProperty("graph", program.identity().graph());
    json.addProperty("compiler", program.identity().compiler());
    json.addProperty("program", program.identity().program());
    return json;
  }

  private static JsonArray array(List<?> values) {
    JsonArray array = new JsonArray();
    for (Object value : values) {
      if (value instanceof Number number) {
        array.add(number);
      } else {
        array.add(value.toString());
      }
    }
    return array;
  }

  private static JsonObject object(Map<String, String> values) {
    JsonObject object = new JsonObject();
    values.forEach(object::addProperty);
    return object;
  }

  /**
   * Reads the file of a folder.
   *
   * @throws MalformedClassifierException if it is not there, or is no such file
   */
  static DescriptionFile read(Path folder) throws IOException {
    JsonNode json = new JsonNode(folder, "", parse(folder));
    JsonNode version = json.field("formatVersion");
    if (version.integer() != FORMAT_VERSION) {
      throw new MalformedClassifierException(
          folder,
          "is a classifier of format version %d, but this fe4j reads version %d: load it with the fe4j that saved it, or train and save it again"
              .formatted(version.integer(), FORMAT_VERSION));
    }
    ClassifierDescription description =
        new ClassifierDescription(
            json.field("backbone").string(),
            tap(json.field("tap")),
            classNames(folder, json.field("classes")),
            preprocessing(json.field("preprocessing")),
            json.field("device").constant(DeviceKind.class),
            json.field("precision").constant(Precision.class),
            programs(json.field("programs")),
            json.field("protocol").strings(),
            json.field("provenance").strings());
    return new DescriptionFile(description, files(json.field("files")));
  }

  private static JsonElement parse(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    try {
      if (Files.size(file) > MAXIMUM_BYTES) {
        throw new MalformedClassifierException(
            folder,
            "classifier.json has %d bytes: it is no description".formatted(Files.size(file)));
      }
      JsonReader reader = new JsonReader(new StringReader(Files.readString(file)));
      reader.setStrictness(Strictness.STRICT);
      JsonElement json = com.google.gson.JsonParser.parseReader(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new MalformedClassifierException(folder, "classifier.json goes on behind its end");
      }
      return json;
    } catch (NoSuchFileException e) {
      throw new MalformedClassifierException(
          folder,
          "is no classifier: it holds no classifier.json. Name the folder that Classifier.train(…).save wrote");
    } catch (CharacterCodingException | JsonParseException e) {
      throw new MalformedClassifierException(
          folder, "classifier.json is no whole JSON text: it is truncated or was edited");
    }
  }

  private static FeatureTap tap(JsonNode name) throws MalformedClassifierException {
    try {
      return new FeatureTap(name.string());
    } catch (IllegalArgumentException e) {
      throw name.unexpected("the name of a tap");
    }
  }

  private static ImmutableList<String> classNames(Path folder, JsonNode classes)
      throws MalformedClassifierException {
    ImmutableList.Builder<String> names = ImmutableList.builder();
    for (JsonNode entry : classes.entries()) {
      names.add(entry.string());
    }
    ImmutableList<String> all = names.build();
    if (all.isEmpty() || ImmutableSet.copyOf(all).size() < all.size()) {
      throw new MalformedClassifierException(
          folder, "classifier.json, classes: there is none, or two are called the same");
    }
    return all;
  }

  private static Preprocessing preprocessing(JsonNode json) throws MalformedClassifierException {
    try {
      return new Preprocessing(
          json.field("resizeMode").constant(ResizeMode.class),
          json.field("resizePixels").integer(),
          json.field("interpolation").constant(Interpolation.class),
          json.field("cropPixels").integer(),
          numbers(json.field("mean")),
          numbers(json.field("deviation")));
    } catch (IllegalArgumentException e) {
      throw new MalformedClassifierException(
          json.folder(), "classifier.json, preprocessing: " + e.getMessage());
    }
  }

  private static ImmutableList<Double> numbers(JsonNode json) throws MalformedClassifierException {
    ImmutableList.Builder<Double> numbers = ImmutableList.builder();
    for (JsonNode entry : json.entries()) {
      numbers.add(entry.number());
    }
    return numbers.build();
  }

  private static ImmutableMap<String, Program> programs(JsonNode json)
      throws MalformedClassifierException {
    ImmutableMap.Builder<String, Program> programs = ImmutableMap.builder();
    for (Map.Entry<String, JsonNode> engine : json.fields().entrySet()) {
      JsonNode program = engine.getValue();
      programs.put(
          engine.getKey(),
          new Program(
              fileName(program.field("file"), program.field("file").string()),
              program.field("input").constant(InputFormat.class),
              new CompiledBackbone.Identity(
                  program.field("weights").string(),
                  program.field("graph").string(),
                  program.field("compiler").string(),
                  program.field("program").string())));
    }
    ImmutableMap<String, Program> all = programs.buildOrThrow();
    if (all.isEmpty()) {
      throw json.unexpected("a program for an engine");
    }
    return all;
  }

  private static ImmutableMap<String, String> files(JsonNode json)
      throws MalformedClassifierException {
    ImmutableMap<String, String> files = json.strings();
    for (String name : files.keySet()) {
      fileName(json, name);
    }
    return files;
  }

  /** Nothing outside of the folder is read, whoever wrote the file. */
  private static String fileName(JsonNode json, String name) throws MalformedClassifierException {
    if (!name.matches(FILE_NAME)) {
      throw json.unexpected("names of files in the folder");
    }
    return name;
  }
}
