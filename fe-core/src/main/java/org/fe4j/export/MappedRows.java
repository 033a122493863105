package org.fe4j.export;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.fe4j.feature.FeatureMatrix;
import org.fe4j.file.WholeFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows in a temporary file that is mapped into memory, so that the heap does not grow with them.
 * The file has no name any more where the system allows that, and goes with the last one who refers
 * to it.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
final class MappedRows implements FeatureMatrix {
  private static final Logger LOGGER = LoggerFactory.getLogger(MappedRows.class);

  /** A mapping holds less than 2 GiB on JDK 17. */
  private static final long PIECE_BYTES = 1L << 30;

  private final int rows;
  private final int dimension;
  private final int rowsOfPiece;
  private final List<MappedByteBuffer> pieces;

  private MappedRows(int rows, int dimension, List<MappedByteBuffer> pieces) {
    this.rows = rows;
    this.dimension = dimension;
    this.rowsOfPiece = rowsOfPiece(dimension);
    this.pieces = pieces;
  }

  private static int rowsOfPiece(int dimension) {
    return (int) Math.max(1, PIECE_BYTES / ((long) dimension * Float.BYTES));
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public void copyRow(int row, float[] target, int offset) {
    Objects.checkIndex(row, rows);
    int rowBytes = dimension * Float.BYTES;
    pieces
        .get(row / rowsOfPiece)
        .slice(row % rowsOfPiece * rowBytes, rowBytes)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer()
        .get(target, offset, dimension);
  }

  /** Rows cannot be laid out, which is no fault of the file that they come from. */
  static final class NoRoomException extends IOException {
    private static final long serialVersionUID = 1;

    NoRoomException(String message, IOException cause) {
      super(message, cause);
    }
  }

  /**
   * Writes rows and maps them. Whoever makes one closes it, whether it was finished or not.
   *
   * <p>Not safe for concurrent use; confine an instance to one thread.
   */
  static final class Writer implements Closeable {
    private static final int BUFFER_BYTES = 1 << 20;

    private final int dimension;
    private final Path file;
    private final FileChannel channel;
    private final ByteBuffer buffer;
    private int rows;

    /**
     * Begins.
     *
     * @param dimension of the rows, at most {@link TableBuilder#MOST_VALUES}
     */
    Writer(int dimension) throws IOException {
      this.dimension = dimension;
      this.file = Files.createTempFile("fe4j-features-", ".f32");
      this.channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      this.buffer =
          ByteBuffer.allocateDirect(Math.max(BUFFER_BYTES, dimension * Float.BYTES))
              .order(ByteOrder.nativeOrder());
    }

    int dimension() {
      return dimension;
    }

    /** Adds the first values of an array as a row. */
    void add(float[] values) throws IOException {
      if (buffer.remaining() < dimension * Float.BYTES) {
        flush();
      }
      buffer.asFloatBuffer().put(values, 0, dimension);
      buffer.position(buffer.position() + dimension * Float.BYTES);
      rows++;
    }

    private void flush() throws IOException {
      try {
        WholeFile.writeAll(channel, buffer.flip());
      } catch (ClosedByInterruptException e) {
        throw e;
      } catch (IOException e) {
        throw new NoRoomException(
            "[%s] the features cannot be laid out here: %s. Make room, or name another folder with -Djava.io.tmpdir=DIR."
                .formatted(file, e.getMessage()),
            e);
      }
      buffer.clear();
    }

    MappedRows finish() throws IOException {
      flush();
      List<MappedByteBuffer> pieces = new ArrayList<>();
      long pieceBytes = (long) rowsOfPiece(dimension) * dimension * Float.BYTES;
      for (long begin = 0; begin < channel.size(); begin += pieceBytes) {
        long length = Math.min(pieceBytes, channel.size() - begin);
        pieces.add(channel.map(FileChannel.MapMode.READ_ONLY, begin, length));
      }
      return new MappedRows(rows, dimension, pieces);
    }

    @Override
    public void close() throws IOException {
      channel.close();
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        LOGGER.debug("{} is deleted when the JVM ends", file, e); // What is mapped, Windows keeps.
        file.toFile().deleteOnExit();
      }
    }
  }
}
