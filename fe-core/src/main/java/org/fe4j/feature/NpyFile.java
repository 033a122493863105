package org.fe4j.feature;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fe4j.file.WholeFile;

/**
 * Features as numpy's {@code .npy} file, version 1.0, float32, little-endian, (rows, dimension).
 *
 * <table>
 *   <caption>Layout, after numpy's format.py</caption>
 *   <tr><th>offset</th><th>bytes</th><th>content</th></tr>
 *   <tr><td>0</td><td>6</td><td>0x93, then NUMPY in ASCII</td></tr>
 *   <tr><td>6</td><td>2</td><td>version: 1, 0</td></tr>
 *   <tr><td>8</td><td>2</td><td>length of the header, little-endian</td></tr>
 *   <tr><td>10</td><td></td><td>header: a Python dict in ASCII, spaces, a line feed; ends at a
 *       multiple of 64</td></tr>
 *   <tr><td></td><td></td><td>the values, row after row</td></tr>
 * </table>
 */
public final class NpyFile {
  private static final int ALIGNMENT = 64;
  private static final int PREFIX = 10;
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{'descr': '<f4', 'fortran_order': False, 'shape': \\((\\d+), (\\d+)\\), \\}\\s*");

  private NpyFile() {}

  /**
   * Writes features; the file appears whole or not at all.
   *
   * @throws IOException if it cannot be written
   */
  public static void write(FeatureMatrix features, Path file) throws IOException {
    WholeFile.write(
        file,
        temporary -> {
          try (OutputStream out = Files.newOutputStream(temporary)) {
            out.write(header(features.rows(), features.dimension()));
            ByteBuffer bytes =
                ByteBuffer.allocate(features.dimension() * Float.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN);
            float[] row = new float[features.dimension()];
            for (int i = 0; i < features.rows(); i++) {
              features.copyRow(i, row, 0);
              bytes.asFloatBuffer().put(row);
              out.write(bytes.array());
            }
          }
        });
  }

  /**
   * Reads features that {@link #write} wrote.
   *
   * @throws IOException if the file is not such a file, or is cut off
   */
  public static DenseFeatures read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.limit() < PREFIX || bytes.getLong(0) != magic()) {
      throw new IOException("[%s] not a .npy file of version 1.0".formatted(file.getFileName()));
    }
    int end = PREFIX + (bytes.getShort(8) & 0xFFFF);
    Matcher header =
        HEADER.matcher(
            StandardCharsets.US_ASCII.decode(
                bytes.slice(PREFIX, Math.min(end, bytes.limit()) - PREFIX)));
    if (!header.matches()) {
      throw new IOException(
          "[%s] the header is not that of a float32 matrix in row-major order"
              .formatted(file.getFileName()));
    }
    int rows = Integer.parseInt(header.group(1));
    int dimension = Integer.parseInt(header.group(2));
    long expected = end + (long) rows * dimension * Float.BYTES;
    if (bytes.limit() != expected) {
      throw new IOException(
          "[%s] %d x %d values need %d bytes, but the file holds %d"
              .formatted(file.getFileName(), rows, dimension, expected, bytes.limit()));
    }
    float[] values = new float[rows * dimension];
    bytes.position(end).slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return DenseFeatures.of(rows, dimension, values);
  }

  private static long magic() {
    return 0x0001_5950_4D55_4E93L; // 0x93 N U M P Y 1 0, read little-endian
  }

  private static byte[] header(int rows, int dimension) {
    String dict =
        // %s, since %d has other digits in some locales.
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%s, %s), }".formatted(rows, dimension);
    int unpadded = PREFIX + dict.length() + 1;
    int padded = (unpadded + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    String text = dict + " ".repeat(padded - unpadded) + "\n";
    return ByteBuffer.allocate(padded)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(magic())
        .putShort((short) text.length())
        .put(text.getBytes(StandardCharsets.US_ASCII))
        .array();
  }
}
