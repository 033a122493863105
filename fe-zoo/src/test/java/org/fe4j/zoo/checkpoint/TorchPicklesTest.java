package org.fe4j.zoo.checkpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.fe4j.zoo.checkpoint.TorchBytes.pickle;
import static org.fe4j.zoo.checkpoint.TorchBytes.zip;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What training scripts put into files beside and around a state dict. */
class TorchPicklesTest {
  private static final String TENSOR =
      "ctorch._utils\n_rebuild_tensor_v2\n((U\7storagectorch\nFloatStorage\nU\0010U\3cpuK\4tQ"
          + "K\0K\4\u0085K\1\u0085\u0089NtR";
  private static final String PARAMETER =
      "ctorch._utils\n_rebuild_parameter\n(" + TENSOR + "\u0088NtR";

  /** A dict, from keys and values in turn; keys of one letter or more, values as instructions. */
  private static String dict(String... entries) {
    StringBuilder items = new StringBuilder("}(");
    for (int i = 0; i < entries.length; i += 2) {
      items.append('U').append((char) entries[i].length()).append(entries[i]);
      items.append(entries[i + 1]);
    }
    return items + "u";
  }

  static Stream<Arguments> files() {
    String inner = dict("a", TENSOR, "b", PARAMETER);
    String namespace = "cargparse\nNamespace\n)\u0081" + dict("lr", "G12345678") + "b";
    String numpyType = "cnumpy\ndtype\n(U\2f8\u0089\u0088tR(K\3U\1<NNNJ\1\1\1\1J\1\1\1\1K\0tb";
    String numpyScalar = "cnumpy.core.multiarray\nscalar\n" + numpyType + "C\u000812345678\u0086R";
    String numberedState = dict("state", "}K\0" + dict("exp_avg", TENSOR) + "s");
    String metadata = "ccollections\nOrderedDict\n)R" + "(U\1a" + TENSOR + "u";
    return Stream.of(
        Arguments.of("parameters", inner, List.of("a", "b")),
        Arguments.of(
            "DataParallel", dict("module.a", TENSOR, "module.b", TENSOR), List.of("a", "b")),
        Arguments.of(
            "compiled DataParallel",
            dict("_orig_mod.module.a", TENSOR, "_orig_mod.module.b", TENSOR),
            List.of("a", "b")),
        Arguments.of(
            "a module that is called module",
            dict("module.a", TENSOR, "b", TENSOR),
            List.of("module.a", "b")),
        Arguments.of("arguments", dict("args", namespace, "model", inner), List.of("a", "b")),
        Arguments.of("a score", dict("state_dict", inner, "best_acc1", TENSOR), List.of("a", "b")),
        Arguments.of("a NumPy score", dict("score", numpyScalar, "net", inner), List.of("a", "b")),
        Arguments.of(
            "an optimizer", dict("optimizer", numberedState, "model", inner), List.of("a", "b")),
        Arguments.of("an unknown wrapper", dict("mine", inner, "epoch", "K\1"), List.of("a", "b")),
        Arguments.of("two wrappers", dict("model", dict("x", inner)), List.of("a", "b")),
        Arguments.of("attributes of a dict", metadata + "}b", List.of("a")),
        Arguments.of("no tensor", dict("a", TENSOR, "version", "K\1"), List.of("a")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void findsTheStateDict(String label, String instructions, List<String> names) throws IOException {
    assertThat(names(pickle(instructions + "."))).as(label).containsExactlyElementsOf(names);
  }

  @Test
  void followsProtocolFour() throws IOException {
    String instructions =
        "\u0080\u0004\u0095\0\0\0\0\0\0\0\0"
            + "\u008c\u000bcollections\u0094\u008c\u000bOrderedDict\u0094\u0093\u0094)R\u0094"
            + "(\u008c\1a"
            + TENSOR
            + "\u0094u\u008f(K\1\u00900.";

    assertThat(names(instructions.getBytes(ISO_8859_1))).containsExactly("a");
  }

  @Test
  void refusesToChooseBetweenTwoModels() {
    byte[] pickle =
        pickle(dict("generator", dict("a", TENSOR), "discriminator", dict("a", TENSOR)) + ".");

    assertThatThrownBy(() -> names(pickle))
        .isInstanceOf(MalformedWeightsException.class)
        .hasMessage(
            "[w.pth] several of its dicts hold tensors, and none is called state_dict or model:"
                + " [generator, discriminator]. In PyTorch, save the one that is wanted.");
  }

  @Test
  void readsZip64() throws IOException {
    byte[] empty =
        pickle(dict("a", TENSOR.replace("K\4tQ", "K\0tQ").replace("K\4\u0085", "K\0\u0085")) + ".");

    // The entry is found and read; its storage is not in this archive.
    assertThatThrownBy(
            () ->
                Checkpoints.open(
                    MappedFile.of(Path.of("w.pth"), TorchBytes.zip64("a/data.pkl", empty))))
        .isInstanceOf(MalformedWeightsException.class)
        .hasMessage(
            "[w.pth] the archive has no entry \"a/data/0\". The file is incomplete: download it"
                + " again.");
  }

  private static List<String> names(byte[] pickle) throws IOException {
    byte[] archive = zip(Map.of("a/data.pkl", pickle, "a/data/0", new byte[16]));
    try (Checkpoint checkpoint = Checkpoints.open(MappedFile.of(Path.of("w.pth"), archive))) {
      return checkpoint.tensors().keySet().asList();
    }
  }
}
