package org.fe4j.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fe4j.progress.ProgressListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a model of one's own is compiled to; no engine looks at it here. */
class CustomBackboneTest {
  @TempDir Path folder;
  private Path file;
  private Path directory;

  @BeforeEach
  void writeModels() throws IOException {
    file = Files.writeString(folder.resolve("model.pt"), "TorchScript");
    directory =
        savedModel("model", "saved_model.pb", "graph", "variables/variables.index", "index");
  }

  private Path savedModel(String name, String... namesAndContents) throws IOException {
    Path path = folder.resolve(name);
    for (int i = 0; i < namesAndContents.length; i += 2) {
      Path part = path.resolve(namesAndContents[i]);
      Files.createDirectories(part.getParent());
      Files.writeString(part, namesAndContents[i + 1]);
    }
    return path;
  }

  private static CompiledBackbone compile(Path model, String engine) throws IOException {
    return compile(model, engine, Precision.FP32);
  }

  private static CompiledBackbone compile(Path model, String engine, Precision precision)
      throws IOException {
    return CustomBackbone.builder("ours", model, 8, 3)
        .build()
        .compile(
            new CompilationTarget(engine, DeviceKind.CPU, precision, FeatureTap.PENULTIMATE),
            ProgressListener.NONE);
  }

  private static String hash(Path model) throws IOException {
    return compile(model, "TensorFlow").identity().program();
  }

  @Test
  void takesWhatModelsOfItsKindUsuallyTake() throws IOException {
    CompiledBackbone torchScript = compile(file, "PyTorch");
    assertThat(torchScript.input()).isEqualTo(InputFormat.NORMALIZED_FLOATS);
    assertThat(torchScript.path()).isEqualTo(file);
    CompiledBackbone savedModel = compile(directory, "TensorFlow");
    assertThat(savedModel.input()).isEqualTo(InputFormat.NORMALIZED_FLOATS_CHANNELS_LAST);
    assertThat(savedModel.path()).isEqualTo(directory);
    assertThat(savedModel.provenance())
        .containsEntry("weights sha256", savedModel.identity().weights());
  }

  @Test
  void refusesAnEngineOrAPrecisionThatDoesNotRunIt() {
    assertThatThrownBy(() -> compile(directory, "PyTorch"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "ours is a SavedModel directory: it runs on TensorFlow in fp32 only, but PyTorch in FP32"
                + " was asked for; set the engine to \"TensorFlow\"");
    assertThatThrownBy(() -> compile(file, "TensorFlow"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "ours is a TorchScript file: it runs on PyTorch in fp32 only, but TensorFlow in FP32 was"
                + " asked for; set the engine to \"PyTorch\"");
    assertThatThrownBy(() -> compile(directory, "TensorFlow", Precision.BF16))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "ours is a SavedModel directory: it runs on TensorFlow in fp32 only, but TensorFlow in"
                + " BF16 was asked for");
  }

  @Test
  void namesAPathThatIsNoModel() throws IOException {
    assertThatThrownBy(() -> compile(folder.resolve("absent"), "PyTorch"))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage(
            "ours: there is no TorchScript file or SavedModel directory "
                + folder.resolve("absent"));
    assertThatThrownBy(() -> compile(folder, "TensorFlow"))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage(
            "ours: the directory %s is no SavedModel, since it holds no saved_model.pb"
                .formatted(folder));
    assertThatThrownBy(() -> compile(directory.resolve("saved_model.pb"), "TensorFlow"))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage(
            "ours: %s is a part of a SavedModel; name the directory that holds it"
                .formatted(directory.resolve("saved_model.pb")));
  }

  @Test
  void isKnownByNamesAndContentsOfAllFilesInTheDirectory() throws IOException {
    String hash = hash(directory);
    assertThat(hash).matches("[0-9a-f]{64}");
    assertThat(
            hash(
                savedModel(
                    "copy", "variables/variables.index", "index", "saved_model.pb", "graph")))
        .as("elsewhere, written in another order")
        .isEqualTo(hash);
    assertThat(
            hash(savedModel("a", "saved_model.pb", "graph", "variables/variables.index", "indeX")))
        .as("another content")
        .isNotEqualTo(hash);
    assertThat(
            hash(savedModel("b", "saved_model.pb", "graph", "variables/variables.data", "index")))
        .as("another name")
        .isNotEqualTo(hash);
    assertThat(
            hash(savedModel("c", "saved_model.pb", "graphi", "variables/variables.index", "ndex")))
        .as("another boundary")
        .isNotEqualTo(hash);
    assertThat(hash(savedModel("d", "saved_model.pb", "graph"))).as("less").isNotEqualTo(hash);
  }

  @Test
  void followsLinksAsEnginesDo() throws IOException {
    Path linked = Files.createDirectories(folder.resolve("linked"));
    Files.createSymbolicLink(linked.resolve("saved_model.pb"), directory.resolve("saved_model.pb"));
    Files.createSymbolicLink(linked.resolve("variables"), directory.resolve("variables"));
    assertThat(hash(linked)).isEqualTo(hash(directory));
  }
}
