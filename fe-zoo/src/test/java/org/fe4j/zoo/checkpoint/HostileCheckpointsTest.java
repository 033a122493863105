package org.fe4j.zoo.checkpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.fe4j.zoo.checkpoint.TorchBytes.pickle;
import static org.fe4j.zoo.checkpoint.TorchBytes.zip;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HostileCheckpointsTest {
  private static final String WHAT_TO_DO =
      " A weight file needs no such thing: do not trust it, or save it again "
          + "from PyTorch with torch.save(model.state_dict(), path).";
  private static final String TRUNCATED = " The file is truncated or damaged: download it again.";
  private static final String DAMAGED = " The file is damaged: download it again.";

  static Stream<Arguments> badFixtures() {
    return Stream.of(
        Arguments.of(
            "bad_html_error_page.pth",
            "looks like a web page, the download failed? Download the file itself."),
        Arguments.of(
            "bad_header_length.safetensors",
            "byte 0, header length: 1099511627776 bytes, but at most 100000000 are allowed. "
                + "This is no safetensors file, or it is damaged: download it again."),
        Arguments.of(
            "bad_offsets.safetensors",
            "byte 8, bn.num_batches_tracked.data_offsets: [0, 1000000008] reaches beyond the "
                + "726 bytes of data."
                + TRUNCATED),
        Arguments.of(
            "bad_truncated.safetensors",
            "byte 8, half.weight.data_offsets: [680, 720] reaches beyond the 716 bytes of "
                + "data."
                + TRUNCATED),
        Arguments.of(
            "bad_truncated.pth",
            "begins as a zip archive but has no end of central directory in its last bytes "
                + "(of 2644). The file is truncated: download it again."),
        Arguments.of(
            "bad_reduce_os_system.pth",
            "byte 278, pickle: the file wants to call posix.system, which is refused."
                + WHAT_TO_DO));
  }

  @ParameterizedTest
  @MethodSource("badFixtures")
  void refusesBadFixtures(String name, String problem) {
    assertThatThrownBy(() -> Checkpoints.open(Fixtures.path(name)))
        .isInstanceOf(MalformedWeightsException.class)
        .hasMessage("[" + name + "] " + problem);
  }

  @Test
  void runsNothing() {
    Path trace = Path.of(System.getProperty("java.io.tmpdir"), "fe_pwned");
    assertThat(trace).doesNotExist();

    assertThatThrownBy(() -> Checkpoints.open(Fixtures.path("bad_reduce_os_system.pth")))
        .isInstanceOf(MalformedWeightsException.class);

    assertThat(trace).doesNotExist();
  }

  static Stream<Arguments> notWeights() {
    return Stream.of(
        Arguments.of("", "the file is empty. The download failed? Download it again."),
        Arguments.of(
            "\u00ef\u00bb\u00bf\r\n <HTML><head>",
            "looks like a web page, the download failed? Download the file itself."),
        Arguments.of(
            "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>",
            "looks like a web page, the download failed? Download the file itself."),
        Arguments.of(
            "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a",
            "is a Git LFS pointer, not the file that it stands for. Run git lfs pull, or "
                + "download the file itself."),
        Arguments.of(
            "{\"error\":\"Repository not found\"}",
            "is JSON text, perhaps a server's error message. Download the file itself."),
        Arguments.of("\u001f\u008b\b\0\0\0\0\0", "is compressed with gzip. Unpack it first."),
        Arguments.of(
            "\u0089HDF\r\n\u001a\n",
            "is an HDF5 file, as Keras writes. Only PyTorch's files and safetensors can be "
                + "read."),
        Arguments.of(
            "\u0080\u0004\u0095\u0005",
            "is a pickle that torch.save did not write. In PyTorch, save model.state_dict() "
                + "with torch.save."),
        Arguments.of(
            "GGUF\3\0\0\0abc",
            "is neither safetensors nor a file of PyTorch's: it begins with the bytes 47 47 "
                + "55 46 03 00 00 00. It may be damaged: download it again."),
        Arguments.of(
            "abc",
            "is neither safetensors nor a file of PyTorch's: it begins with the bytes 61 62 "
                + "63. It may be damaged: download it again."));
  }

  @ParameterizedTest
  @MethodSource("notWeights")
  void saysWhatAFileIsThatHoldsNoWeights(String content, String problem) {
    assertRefused(content.getBytes(ISO_8859_1), problem);
  }

  static Stream<Arguments> headers() {
    String u8 = "{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}";
    return Stream.of(
        Arguments.of("{\"a\":" + u8 + ",\"a\":" + u8 + "}", "byte 8, a: occurs twice"),
        Arguments.of(
            "{\"a\":" + u8 + ",\"b\":" + u8 + "}",
            "byte 8, b.data_offsets: begins at 0, but the tensor before it ends at 2"),
        Arguments.of(
            "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}",
            "byte 62, data: from here to the end it belongs to no tensor." + DAMAGED),
        Arguments.of(
            "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]}}",
            "byte 8, a.data_offsets: begins at 1, but the tensor before it ends at 0"),
        Arguments.of(
            "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[2,0]}}",
            "byte 8, a.data_offsets: [2, 0] is no range"),
        Arguments.of(
            "{\"a\":{\"dtype\":\"U8\",\"shape\":[-2],\"data_offsets\":[0,2]}}",
            "byte 8, a.shape: sizes must lie in [0, 2^31), but found [-2]"),
        Arguments.of(
            "{\"a\":{\"dtype\":\"U8\",\"shape\":[2.5],\"data_offsets\":[0,2]}}",
            "byte 8, header: not the JSON that is expected, near $.a.shape[0]." + DAMAGED),
        Arguments.of(
            "{\"a\":{\"dtype\":\"U8\",\"shape\":[\"2\"],\"data_offsets\":[0,2]}}",
            "byte 8, a.shape: must be numbers"),
        Arguments.of(
            "{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[2],\"data_offsets\":[0,2]}}",
            "byte 8, a.dtype: \"F8_E4M3\" is not among [F64, F32, F16, BF16, I64, I32, I16, "
                + "I8, U8, BOOL]"),
        Arguments.of(
            "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0]}}",
            "byte 8, a: needs dtype, shape and two data_offsets"),
        Arguments.of(
            "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"offsets\":[0,2]}}",
            "byte 8, a: unknown field \"offsets\""),
        Arguments.of(
            "{\"a\":{\"dtype\":\"F64\",\"shape\":[2147483647,2147483647,4],"
                + "\"data_offsets\":[0,2]}}",
            "byte 8, a.shape: too large: [2147483647, 2147483647, 4]"),
        Arguments.of(
            "{\"a\":{\"dtype\":\"U8\",\"shape\":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,2],"
                + "\"data_offsets\":[0,2]}}",
            "byte 8, a.shape: more than 16 numbers"),
        Arguments.of(
            "{\"a\":[]}", "byte 8, header: not the JSON that is expected, near $.a." + DAMAGED),
        Arguments.of(
            "{\"a\":" + u8, "byte 8, header: not the JSON that is expected, near $.a." + DAMAGED),
        Arguments.of(
            "{\"a\":" + u8 + "} x",
            "byte 8, header: not the JSON that is expected, near $." + DAMAGED),
        Arguments.of("{\"\u00ff\":" + u8 + "}", "byte 8, header: not UTF-8." + DAMAGED),
        Arguments.of(
            "{}", "byte 10, data: from here to the end it belongs to no tensor." + DAMAGED));
  }

  @ParameterizedTest
  @MethodSource("headers")
  void refusesBadSafetensorsHeaders(String header, String problem) {
    byte[] text = header.getBytes(ISO_8859_1);
    byte[] file = new byte[8 + text.length + 2];
    file[0] = (byte) text.length;
    System.arraycopy(text, 0, file, 8, text.length);
    assertRefused(file, problem);
  }

  static Stream<Arguments> calls() {
    return Stream.of(
        Arguments.of(
            "}(U\1acos\nsystem\nU\2ls\u0085Rs.",
            "byte 72, pickle: the file wants to call os.system, which is refused." + WHAT_TO_DO),
        Arguments.of(
            "}(U\1acbuiltins\neval\nU\2ls\u0085Ru.",
            "byte 76, pickle: the file wants to call builtins.eval, which is refused."
                + WHAT_TO_DO),
        Arguments.of(
            "csubprocess\nPopen\n)\u0081}b.",
            "byte 70, pickle: the file wants to call subprocess.Popen, which is refused."
                + WHAT_TO_DO),
        Arguments.of(
            "U\2osU\6system\u0093)R.",
            "byte 65, pickle: the file wants to call os.system, which is refused." + WHAT_TO_DO),
        Arguments.of(
            "K\1)R.",
            "byte 54, pickle: a call of something that is no name is refused." + WHAT_TO_DO),
        Arguments.of(
            "(S'ls'\nios\nsystem\n.",
            "byte 52, pickle: the instruction STRING is refused." + WHAT_TO_DO),
        Arguments.of("\u0082\1.", "byte 51, pickle: the instruction EXT1 is refused." + WHAT_TO_DO),
        Arguments.of("\u00ff.", "byte 51, pickle: 0xff is no instruction." + DAMAGED),
        Arguments.of(
            "ctorch.storage\n_load_from_bytes\nC\0\u0085R.",
            "byte 86, pickle: the file wants to call torch.storage._load_from_bytes, which "
                + "is refused."
                + WHAT_TO_DO),
        Arguments.of(
            "ctorchvision.models.resnet\nResNet\n)\u0081}b.",
            "holds an object of class torchvision.models.resnet.ResNet, not its tensors. In "
                + "PyTorch, save model.state_dict() instead of the model."),
        Arguments.of(
            "(U\6modulectorch\nFloatStorage\nNNtQ.",
            "byte 83, pickle: the persistent id \"module\" is no storage: save "
                + "model.state_dict() instead"),
        Arguments.of(
            "(U\7storagectorch\nComplexFloatStorage\nU\0010U\3cpuK\4tQ.",
            "byte 99, pickle: the storage class torch.ComplexFloatStorage is not supported: "
                + "convert the tensors to float32 in PyTorch"));
  }

  static Stream<Arguments> pickles() {
    return Stream.of(
        Arguments.of("}.", "holds no state dict: no dict with names of tensors was found in it."),
        Arguments.of("K\1.", "holds no state dict: no dict with names of tensors was found in it."),
        Arguments.of(
            "}U\1x",
            "byte 55, pickle: the pickle ends in the middle of an instruction." + TRUNCATED),
        Arguments.of("a.", "byte 51, pickle: too few values on the stack." + DAMAGED),
        Arguments.of("u.", "byte 51, pickle: no mark to go back to." + DAMAGED),
        Arguments.of("h\7.", "byte 51, pickle: nothing is remembered as number 7"),
        Arguments.of(
            "\u008b\u00ff\u00ff\u00ff\u007f",
            "byte 51, pickle: the pickle ends in the middle of an instruction." + TRUNCATED),
        Arguments.of(
            "\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
            "byte 51, pickle: the pickle ends in the middle of an instruction." + TRUNCATED),
        Arguments.of(
            "\u008e\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f",
            "byte 51, pickle: the pickle ends in the middle of an instruction." + TRUNCATED),
        Arguments.of(
            "}q\0U\1ah\0s.",
            "its objects are nested deeper than 100 or contain each other. Save the state "
                + "dict alone, in PyTorch."),
        Arguments.of(
            "}U\1a}U\1xctorch\nfloat32\nss.",
            "holds no state dict: no dict with names of tensors was found in it."));
  }

  static Stream<Arguments> views() {
    String tensor =
        "ctorch._utils\n_rebuild_tensor_v2\n"
            + "((U\7storagectorch\nFloatStorage\nU\0010U\3cpuK\4tQ";
    return Stream.of(
        Arguments.of(
            "}(U\1w" + tensor + "K\2K\3\u0085K\1\u0085\u0089NtRu.",
            "byte 143, w: elements [2, 5) of a storage of 4." + DAMAGED),
        Arguments.of(
            "}(U\1w" + tensor + "K\0K\3\u0085K\2\u0085\u0089NtRu.",
            "byte 143, w: elements [0, 5) of a storage of 4." + DAMAGED),
        Arguments.of(
            "}(U\1w" + tensor + "J\u00ff\u00ff\u00ff\u00ffK\3\u0085K\1\u0085\u0089NtRu.",
            "byte 146, w: elements [-1, 2) of a storage of 4." + DAMAGED),
        Arguments.of(
            "}(U\1w" + tensor + "K\0J\u00ff\u00ff\u00ff\u00ff\u0085K\1\u0085\u0089NtRu.",
            "byte 146, w: size must hold integers from 0"),
        Arguments.of(
            "}(U\1w" + tensor + "K\0K\2K\2\u0086K\1\u0085\u0089NtRu.",
            "byte 145, w: sizes [2, 2] but strides [1]"),
        Arguments.of(
            "}(U\1w" + tensor + "K\0K\2\u0085\u008a\u0008\0\0\0\0\0\0\0@\u0085\u0089NtRu.",
            "byte 151, w: elements [0, 4611686018427387905) of a storage of 4." + DAMAGED),
        Arguments.of(
            "}(U\1w" + tensor.replace("K\4t", "K\5t") + "K\0))\u0089tRu.",
            "byte 138, storage 0: 5 elements of FLOAT32 do not fit its 16 bytes." + DAMAGED),
        Arguments.of(
            "}(U\1w" + tensor.replace("U\0010", "U\0011") + "K\0))\u0089tRu.",
            "the archive has no entry \"a/data/1\". The file is incomplete: download it again."));
  }

  @ParameterizedTest
  @MethodSource({"calls", "pickles", "views"})
  void refusesBadPickles(String instructions, String problem) throws IOException {
    byte[] storage = new byte[16];
    assertRefused(zip(Map.of("a/data.pkl", pickle(instructions), "a/data/0", storage)), problem);
  }

  @ParameterizedTest
  @CsvSource({"]", "}", "N", "(", "2"})
  void boundsTheValuesOfAPickle(String instruction) throws IOException {
    byte[] pickle = pickle("N" + instruction.repeat(3_000_000) + ".");

    assertRefused(
        zip(Map.of("a/data.pkl", pickle)),
        "byte 1000051, pickle: more than 1000000 values. Save the state dict alone, in PyTorch.");
  }

  @Test
  void boundsTheTimeThatSharedObjectsTake() throws IOException {
    // Each dict holds the one before it twice: 2^60 paths and no tensor at their ends.
    String level = "q\0}(U\1ah\0U\1bh\0u";
    assertRefused(
        zip(Map.of("a/data.pkl", pickle("}" + level.repeat(60) + "."))),
        "its objects are nested deeper than 100 or contain each other. Save the state "
            + "dict alone, in PyTorch.");
  }

  static Stream<Arguments> archives() throws IOException {
    byte[] empty = pickle("}.");
    byte[] good = zip(Map.of("a/data.pkl", empty));
    byte[] compressed = TorchBytes.deflated(Map.of("a/data.pkl", empty));
    return Stream.of(
        Arguments.of(
            zip(Map.of("code/model.py", new byte[1])),
            "a zip archive with 0 entries FOLDER/data.pkl, where PyTorch's files have one. "
                + "Is it another kind of file?"),
        Arguments.of(
            zip(Map.of("a/data.pkl", empty, "b/data.pkl", empty)),
            "a zip archive with 2 entries FOLDER/data.pkl, where PyTorch's files have one. "
                + "Is it another kind of file?"),
        Arguments.of(
            zip(Map.of("a/data.pkl", empty, "a/byteorder", "big".getBytes(ISO_8859_1))),
            "byte 50, byteorder: only little-endian files can be read: save it again on a "
                + "little-endian machine"),
        Arguments.of(
            compressed,
            "byte 71, a/data.pkl: the entry is compressed or encrypted, which PyTorch never "
                + "does. Unpack the archive and pack it again without compression (zip -0), or "
                + "save it again from PyTorch."),
        Arguments.of(
            TorchBytes.changed(good, 51, ']'),
            "byte 49, a/data.pkl: the checksum does not fit the content." + DAMAGED));
  }

  @ParameterizedTest
  @MethodSource("archives")
  void refusesBadArchives(byte[] archive, String problem) {
    assertRefused(archive, problem);
  }

  @Test
  void namesADirectoryInPlaceOfAFile() {
    assertThatThrownBy(() -> Checkpoints.open(Path.of(System.getProperty("java.io.tmpdir"))))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Checkpoints.open(Path.of("missing.pth")))
        .isInstanceOf(java.nio.file.NoSuchFileException.class)
        .hasMessage("missing.pth");
  }

  private static void assertRefused(byte[] content, String problem) {
    assertThatThrownBy(() -> Checkpoints.open(MappedFile.of(Path.of("dir", "w.pth"), content)))
        .isInstanceOf(MalformedWeightsException.class)
        .hasMessage("[w.pth] " + problem);
  }
}
