package org.fe4j.zoo.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.fe4j.zoo.compiler.SmallGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveWriterTest {

  /** A threshold of 100 puts sizes, offsets or both into zip64 fields; java.util.zip reads both. */
  @ParameterizedTest
  @ValueSource(longs = {1, 100, 0xFFFFFFFFL})
  void anotherReaderFindsEveryEntryAlignedAndStored(long threshold64, @TempDir Path directory)
      throws IOException {
    Map<String, byte[]> contents = contents();
    Path file = directory.resolve("a.zip");
    try (ArchiveWriter writer = ArchiveWriter.create(file, threshold64)) {
      for (Map.Entry<String, byte[]> content : contents.entrySet()) {
        writer.add(content.getKey(), content.getValue());
      }
      writer.finish();
    }
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName)).containsExactlyElementsOf(contents.keySet());
      for (Map.Entry<String, byte[]> content : contents.entrySet()) {
        ZipEntry entry = zip.getEntry(content.getKey());
        assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED);
        // Reading to the end also compares the checksum.
        assertThat(zip.getInputStream(entry).readAllBytes()).isEqualTo(content.getValue());
      }
    }
    int position = 0;
    for (byte[] content : contents.values()) {
      int data = position + 30 + bytes.getShort(position + 26) + bytes.getShort(position + 28);
      assertThat(bytes.getInt(position)).isEqualTo(0x04034b50);
      assertThat(data % 64).isZero();
      position = data + content.length;
    }
  }

  @Test
  void theSameContentGivesTheSameBytes(@TempDir Path directory) throws IOException {
    byte[][] files = new byte[2][];
    for (int i = 0; i < 2; i++) {
      Path file = directory.resolve(i + ".zip");
      try (ArchiveWriter writer = ArchiveWriter.create(file)) {
        writer.add("a", new byte[] {1, 2, 3});
        writer.finish();
      }
      files[i] = Files.readAllBytes(file);
    }
    assertThat(files[0]).isEqualTo(files[1]);
  }

  @Test
  void refusesContentOfAnotherSizeThanAnnounced(@TempDir Path directory) throws IOException {
    try (ArchiveWriter writer = ArchiveWriter.create(directory.resolve("a.zip"))) {
      assertThatThrownBy(
              () -> writer.add("data/0", 4, sink -> sink.write(ByteBuffer.wrap(new byte[3]))))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("data/0 has 3 bytes, not 4");
    }
  }

  private static Map<String, byte[]> contents() {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    contents.put("archive/empty", new byte[0]);
    contents.put("archive/text", "text".getBytes(StandardCharsets.UTF_8));
    for (int i = 50; i < 70; i++) {
      contents.put("archive/data/" + "x".repeat(i), SmallGraph.noise(i, 5 * i));
    }
    return contents;
  }
}
