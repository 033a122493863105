package org.fe4j.examples;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A TorchScript file without weights, written for a test: a few lines of code in an archive. */
final class TinyTorchScript {
  private TinyTorchScript() {}

  /** Writes a model whose forward has these lines; {@code x} is its input. */
  static Path write(Path file, String... lines) throws IOException {
    String code =
        """
        class Backbone(Module):
          __parameters__ = []
          __buffers__ = []
          training : bool
          def forward(self: __torch__.Backbone,
            x: Tensor) -> Tensor:
            %s
        """
            .formatted(String.join("\n    ", lines));
    ByteArrayOutputStream object = new ByteArrayOutputStream();
    object.write(new byte[] {(byte) 0x80, 2}); // PROTO 2
    object.write("c__torch__\nBackbone\n".getBytes(StandardCharsets.US_ASCII)); // GLOBAL
    object.write(new byte[] {')', (byte) 0x81, '}'}); // EMPTY_TUPLE NEWOBJ EMPTY_DICT
    object.write(new byte[] {'X', 8, 0, 0, 0}); // BINUNICODE
    object.write("training".getBytes(StandardCharsets.US_ASCII));
    object.write(new byte[] {(byte) 0x89, 's', 'b', '.'}); // NEWFALSE SETITEM BUILD STOP
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      store(zip, "data.pkl", object.toByteArray());
      store(zip, "code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
      store(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
      store(zip, "version", "10\n".getBytes(StandardCharsets.US_ASCII));
    }
    return file;
  }

  private static void store(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry("archive/" + name);
    entry.setTime(0);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }
}
