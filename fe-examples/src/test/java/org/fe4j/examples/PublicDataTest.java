package org.fe4j.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the examples on public data sets, on archives in miniature. */
class PublicDataTest {
  private static final String MODEL = "shufflenet_v2_x0_5.fe4j_formula_v1";

  private final Path temp;

  PublicDataTest(@TempDir Path temp) {
    this.temp = temp;
  }

  @Test
  void evaluateCifar10PrintsAReport() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int batch = 1; batch <= 5; batch++) {
      files.put("data_batch_%d.bin".formatted(batch), records(10 * batch, 10, true));
    }
    files.put("test_batch.bin", records(0, 10, true));
    files.put("batches.meta.txt", names());
    Path archive = archive("cifar-10-batches-bin", files);

    String printed = printed(() -> EvaluateCifar10.main(new String[] {MODEL, archive.toString()}));

    assertThat(printed)
        .contains("cifar10: 60 images, 10 classes")
        .contains("images used     60")
        .contains("accuracy");
  }

  @Test
  void evaluateStl10TestsEachFoldOnAllTestPictures() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("train_X.bin", records(0, 40, false));
    files.put("train_y.bin", labels(40));
    files.put("test_X.bin", records(0, 10, false));
    files.put("test_y.bin", labels(10));
    files.put("class_names.txt", names());
    files.put("fold_indices.txt", folds());
    Path archive = archive("stl10_binary", files);

    String printed = printed(() -> EvaluateStl10.main(new String[] {MODEL, archive.toString()}));

    assertThat(printed)
        .contains("stl10: 50 images, 10 classes")
        .contains("STL-10's ten folds")
        // Ten folds of ten test pictures.
        .containsPattern("accuracy .* 100\n");
  }

  /**
   * Pictures of one grey each, no two alike, lighter by class; CIFAR-10 has 32 x 32 and the label
   * before.
   */
  private static byte[] records(int first, int count, boolean cifar10) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int pixels = cifar10 ? 32 * 32 : 96 * 96;
    for (int picture = first; picture < first + count; picture++) {
      if (cifar10) {
        bytes.write(picture % 10);
      }
      for (int i = 0; i < 3 * pixels; i++) {
        bytes.write(20 * (picture % 10) + picture / 10 + i % 7);
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] labels(int count) {
    byte[] labels = new byte[count];
    for (int picture = 0; picture < count; picture++) {
      labels[picture] = (byte) (picture % 10 + 1);
    }
    return labels;
  }

  private static byte[] names() {
    return IntStream.range(0, 10)
        .mapToObj(i -> "class" + i)
        .collect(Collectors.joining("\n", "", "\n\n"))
        .getBytes(US_ASCII);
  }

  /** Each fold trains on twenty pictures, two of each class. */
  private static byte[] folds() {
    String line =
        IntStream.range(10, 30).mapToObj(Integer::toString).collect(Collectors.joining(" "));
    return (line + " \n").repeat(10).getBytes(US_ASCII);
  }

  private Path archive(String folder, Map<String, byte[]> files) throws IOException {
    Path archive = temp.resolve(folder + ".tar.gz");
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(archive)))) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(folder + "/" + file.getKey());
        entry.setSize(file.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    }
    return archive;
  }

  private interface Program {
    void run() throws IOException;
  }

  private static String printed(Program program) throws IOException {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      System.setOut(out);
      program.run();
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
