package org.fe4j.zoo.checkpoint;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/** Opens weight files, whatever their format. */
public final class Checkpoints {
  /** Prefixes that wrappers of modules (DataParallel, torch.compile) put before every name. */
  private static final ImmutableList<String> WRAPPER_PREFIXES =
      ImmutableList.of("module.", "_orig_mod.");

  private static final int LEAD_BYTES = 256;

  private Checkpoints() {}

  /**
   * Opens a weight file: safetensors, {@code .pth} (zip or legacy), or a TorchScript archive; the
   * content decides, not the name. Of several dicts in a {@code .pth} the model's is taken, and a
   * {@code module.} before all names is left out. The file is mapped: nobody may shorten it while
   * it is open.
   *
   * @throws MalformedWeightsException if it is none of them, or damaged, or would call functions
   *     that weights do not need
   * @throws IOException if the file cannot be opened
   */
  public static Checkpoint open(Path path) throws IOException {
    return open(MappedFile.open(path));
  }

  /** Takes over the file. */
  static Checkpoint open(MappedFile file) throws IOException {
    boolean opened = false;
    try {
      Checkpoint checkpoint = new MappedCheckpoint(file, withoutPrefixes(layouts(file)));
      opened = true;
      return checkpoint;
    } finally {
      if (!opened) {
        file.close();
      }
    }
  }

  private static ImmutableMap<String, TensorLayout> layouts(MappedFile file) throws IOException {
    byte[] lead = file.bytes(0, (int) Math.min(LEAD_BYTES, file.size()));
    String text = new String(lead, StandardCharsets.ISO_8859_1);
    if (text.startsWith("PK\3\4")) {
      return TorchReader.readZip(file);
    }
    // A pickle that holds a long of ten bytes, the magic number.
    if (text.startsWith("\u0080")
        && text.contains("\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019.")) {
      return TorchReader.readLegacy(file);
    }
    if (text.length() > 8 && text.charAt(8) == '{') {
      return SafetensorsReader.read(file);
    }
    throw new MalformedWeightsException(file.path(), whatElse(text));
  }

  /** Says what a file is that is none of ours. */
  private static String whatElse(String text) {
    String words = text.replace("\u00ef\u00bb\u00bf", "").strip().toLowerCase(Locale.ROOT);
    if (text.isEmpty()) {
      return "the file is empty. The download failed? Download it again.";
    }
    if (words.startsWith("<!doctype") || words.startsWith("<html") || words.startsWith("<?xml")) {
      return "looks like a web page, the download failed? Download the file itself.";
    }
    if (words.startsWith("version https://git-lfs")) {
      return "is a Git LFS pointer, not the file that it stands for. Run git lfs pull, or download"
          + " the file itself.";
    }
    if (words.startsWith("{") || words.startsWith("[")) {
      return "is JSON text, perhaps a server's error message. Download the file itself.";
    }
    if (text.startsWith("\u001f\u008b")) {
      return "is compressed with gzip. Unpack it first.";
    }
    if (text.startsWith("\u0089HDF")) {
      return "is an HDF5 file, as Keras writes. Only PyTorch's files and safetensors can be read.";
    }
    if (text.startsWith("\u0080")) {
      return "is a pickle that torch.save did not write. In PyTorch, save model.state_dict() with"
          + " torch.save.";
    }
    StringBuilder bytes = new StringBuilder();
    for (int i = 0; i < Math.min(8, text.length()); i++) {
      bytes.append(String.format(" %02x", (int) text.charAt(i)));
    }
    return "is neither safetensors nor a file of PyTorch's: it begins with the bytes"
        + bytes
        + ". It may be damaged: download it again.";
  }

  private static ImmutableMap<String, TensorLayout> withoutPrefixes(
      ImmutableMap<String, TensorLayout> layouts) {
    for (String prefix : WRAPPER_PREFIXES) {
      if (shared(layouts, prefix)) {
        // Wrappers may be nested in each other; every round makes the names shorter.
        return withoutPrefixes(withoutPrefix(layouts, prefix));
      }
    }
    return layouts;
  }

  private static boolean shared(ImmutableMap<String, TensorLayout> layouts, String prefix) {
    return !layouts.isEmpty()
        && layouts.keySet().stream()
            .allMatch(name -> name.startsWith(prefix) && name.length() > prefix.length());
  }

  private static ImmutableMap<String, TensorLayout> withoutPrefix(
      ImmutableMap<String, TensorLayout> layouts, String prefix) {
    ImmutableMap.Builder<String, TensorLayout> result = ImmutableMap.builder();
    layouts.forEach(
        (name, layout) -> {
          String shorter = name.substring(prefix.length());
          result.put(shorter, layout.named(shorter));
        });
    return result.buildOrThrow();
  }
}
