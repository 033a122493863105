package org.fe4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.hash.Hashing;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.fe4j.Classifier;
import org.fe4j.Protocol;
import org.fe4j.backbone.Backbones;
import org.fe4j.classifier.ClassifiedImages;
import org.fe4j.classifier.MalformedClassifierException;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.dataset.MemoryImages;
import org.fe4j.feature.UnreadableImagePolicy;
import org.fe4j.image.UnreadableImageException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Folders that are not what was saved, and images that are none. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileClassifierTest {
  private static final ImageDataset IMAGES = ClassifierImages.dataset(6);

  private Path saved = Path.of("");

  @TempDir Path folder;

  @BeforeAll
  void save(@TempDir Path shared) throws IOException {
    System.setProperty("fe4j.cache", shared.resolve("cache").toString());
    saved = shared.resolve("stripes");
    Classifier.train(
            Backbones.named("shufflenet_v2_x0_5.fe4j_formula_v1"), IMAGES, Protocol.standard())
        .withoutStore()
        .save(saved);
  }

  @AfterAll
  void useTheUsualCache() {
    System.clearProperty("fe4j.cache");
  }

  /** Damages a copy of the folder. */
  private interface Damage {
    void to(Path copy) throws IOException;
  }

  private static Arguments defect(String name, Damage damage, String message) {
    return Arguments.of(name, damage, message);
  }

  private static Damage inDescription(String from, String to) {
    return copy -> {
      Path file = copy.resolve("classifier.json");
      String text = Files.readString(file);
      String changed = text.replaceFirst(from, to);
      assertThat(changed).isNotEqualTo(text);
      Files.writeString(file, changed);
    };
  }

  static Stream<Arguments> defects() {
    return Stream.of(ofFiles(), ofTheDescription(), ofItsFields()).flatMap(List::stream);
  }

  private static List<Arguments> ofFiles() {
    return List.of(
        defect(
            "truncated model",
            copy -> {
              Path model = copy.resolve("model.pt");
              byte[] bytes = Files.readAllBytes(model);
              Files.write(model, Arrays.copyOf(bytes, bytes.length / 2));
            },
            "model.pt is not what was saved: its sha-256 is "),
        defect(
            "edited properties",
            copy ->
                Files.writeString(
                    copy.resolve("serving.properties"),
                    Files.readString(copy.resolve("serving.properties")) + "topK=1\n"),
            "serving.properties is not what was saved: its sha-256 is "),
        defect(
            "synset is missing",
            copy -> Files.delete(copy.resolve("synset.txt")),
            "lacks synset.txt: copy the whole folder again"),
        defect(
            "model is missing",
            copy -> Files.delete(copy.resolve("model.pt")),
            "lacks model.pt: copy the whole folder again"),
        defect(
            "synset of fewer classes, with its checksum",
            copy -> {
              String names = "across\ndown\n";
              Files.writeString(copy.resolve("synset.txt"), names);
              inDescription(
                      "\"synset.txt\": \"[0-9a-f]+\"",
                      "\"synset.txt\": \""
                          + Hashing.sha256().hashString(names, StandardCharsets.UTF_8)
                          + "\"")
                  .to(copy);
            },
            "synset.txt has 2 lines, which are not the 3 classes of classifier.json"));
  }

  private static List<Arguments> ofTheDescription() {
    return List.of(
        defect(
            "description is missing",
            copy -> Files.delete(copy.resolve("classifier.json")),
            "is no classifier: it holds no classifier.json. Name the folder that"
                + " Classifier.train(…).save wrote"),
        defect(
            "description is truncated",
            copy -> {
              String text = Files.readString(copy.resolve("classifier.json"));
              Files.writeString(copy.resolve("classifier.json"), text.substring(0, 200));
            },
            "classifier.json is no whole JSON text: it is truncated or was edited"),
        defect(
            "description is empty",
            copy -> Files.writeString(copy.resolve("classifier.json"), ""),
            "classifier.json: expected an object, found null"),
        defect(
            "description is a list",
            copy -> Files.writeString(copy.resolve("classifier.json"), "[1]"),
            "classifier.json: expected an object, found [1]"),
        defect(
            "another version",
            inDescription("\"formatVersion\": 1", "\"formatVersion\": 2"),
            "is a classifier of format version 2, but this fe4j reads version 1: load it with the"
                + " fe4j that saved it, or train and save it again"));
  }

  private static List<Arguments> ofItsFields() {
    return List.of(
        defect(
            "no class",
            inDescription("(?s)\"classes\": \\[.*?\\]", "\"classes\": []"),
            "classifier.json, classes: there is none, or two are called the same"),
        defect(
            "a class twice",
            inDescription("\"down\"", "\"across\""),
            "classifier.json, classes: there is none, or two are called the same"),
        defect(
            "classes are no list",
            inDescription("(?s)\"classes\": \\[.*?\\]", "\"classes\": 3"),
            "classifier.json, classes: expected an array, found 3"),
        defect(
            "unknown device",
            inDescription("\"device\": \"CPU\"", "\"device\": \"TPU\""),
            "classifier.json, device: expected one of [CPU, GPU], found \"TPU\""),
        defect(
            "a crop of no pixel",
            inDescription("\"cropPixels\": 224", "\"cropPixels\": 0"),
            "classifier.json, preprocessing: Sizes must be at least 1 pixel, found resize 256 and"
                + " crop 0"),
        defect(
            "a field is missing",
            inDescription("\"tap\": \"penultimate\",", ""),
            "classifier.json has no field \"tap\""),
        defect(
            "a file outside of the folder",
            inDescription("\"file\": \"model.pt\"", "\"file\": \"../model.pt\""),
            "classifier.json, programs.PyTorch.file: expected names of files in the folder, found"
                + " \"../model.pt\""),
        defect(
            "no checksum of the model",
            inDescription("\"model.pt\": \"[0-9a-f]+\",", ""),
            "classifier.json, files: there is no checksum of model.pt"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("defects")
  void saysWhatIsWrong(String name, Damage damage, String message) throws IOException {
    Path copy = Files.createDirectory(folder.resolve("copy"));
    for (Path file : files(saved)) {
      Files.copy(file, copy.resolve(file.getFileName()));
    }
    damage.to(copy);
    assertThatThrownBy(() -> Classifier.load(copy))
        .as(name)
        .isInstanceOf(MalformedClassifierException.class)
        .hasMessageStartingWith("[%s] %s".formatted(copy, message));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void runsAFolderWithAnotherNumberOfClassesIntoAnError() throws IOException {
    Path copy = Files.createDirectory(folder.resolve("copy"));
    for (Path file : files(saved)) {
      Files.copy(file, copy.resolve(file.getFileName()));
    }
    String names = "across\ndown\nslanting\nmore\n";
    Files.writeString(copy.resolve("synset.txt"), names);
    inDescription("\"slanting\"", "\"slanting\", \"more\"").to(copy);
    inDescription(
            "\"synset.txt\": \"[0-9a-f]+\"",
            "\"synset.txt\": \""
                + Hashing.sha256().hashString(names, StandardCharsets.UTF_8)
                + "\"")
        .to(copy);
    try (Classifier classifier = Classifier.load(copy)) {
      assertThatThrownBy(() -> classifier.classify(ClassifierImages.picture(0, 1)))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "copy: features of shape (1, 4) were expected, but the model returned (1, 3)");
    }
  }

  @Test
  void refusesWhatIsNoFolder() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> Classifier.load(file)).isInstanceOf(NotDirectoryException.class);
    assertThatThrownBy(() -> Classifier.load(folder.resolve("nothing")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void namesFilesThatAreNoImages() throws IOException {
    Path good = folder.resolve("good.ppm");
    Files.write(good, ClassifierImages.picture(1, 3).toPpm());
    Path bad = Files.writeString(folder.resolve("bad.png"), "no image");
    Path missing = folder.resolve("missing.png");
    try (Classifier classifier = Classifier.load(saved)) {
      ClassifiedImages answers = classifier.classify(List.of(bad, good, missing, good));
      assertThat(answers.images()).extracting(image -> image.path()).containsExactly(good, good);
      assertThat(answers.skipped())
          .extracting(image -> image.id())
          .containsExactly(bad.toString(), missing.toString());
      assertThat(classifier.classify(List.of()).images()).isEmpty();
      assertThatThrownBy(() -> classifier.classify(bad))
          .isInstanceOf(UnreadableImageException.class)
          .hasMessageContaining("bad.png");
    }
    try (Classifier strict =
        Classifier.loader(saved).onUnreadableImage(UnreadableImagePolicy.FAIL).load()) {
      assertThatThrownBy(() -> strict.classify(List.of(good, bad)))
          .isInstanceOf(UnreadableImageException.class)
          .hasMessageContaining("bad.png");
    }
  }

  @Test
  void refusesClassesThatCannotBeTrainedOrWritten() {
    ImageDataset odd =
        MemoryImages.builder("odd")
            .add("1", "two\nlines", ClassifierImages.picture(0, 1))
            .add("2", "other", ClassifierImages.picture(1, 2))
            .build();
    Path target = folder.resolve("odd");
    assertThatThrownBy(
            () ->
                Classifier.train(
                        Backbones.named("shufflenet_v2_x0_5.fe4j_formula_v1"),
                        odd,
                        Protocol.standard())
                    .withoutStore()
                    .save(target))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The class name \"two\\nlines\" cannot stand on a line of synset.txt: name the class"
                + " otherwise");
    assertThat(target).doesNotExist();
    assertThatThrownBy(
            () ->
                Classifier.train(
                        Backbones.named("shufflenet_v2_x0_5.fe4j_formula_v1"),
                        IMAGES.select(ImmutableIntArray.of(0, 1, 3, 4), "part"),
                        Protocol.standard())
                    .withoutStore()
                    .save(target))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "[part] 1 of 3 classes have no image to train on: slanting. Add images or leave the"
                + " classes out.");
  }
}
