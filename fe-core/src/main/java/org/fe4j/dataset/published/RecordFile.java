package org.fe4j.dataset.published;

import com.google.common.primitives.ImmutableIntArray;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of records of one length, without a header. It is opened for each read: nobody has to
 * close it, and a thread that is interrupted closes nobody else's channel.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param file where it is
 * @param recordBytes the length of a record
 * @param count how many there are, as the file's length says
 */
record RecordFile(Path file, int recordBytes, int count) {

  /**
   * Returns the file of records of this length.
   *
   * @throws MalformedDatasetException if its length is no multiple of it
   */
  static RecordFile of(Path file, int recordBytes) throws IOException {
    long bytes = Files.size(file);
    if (bytes == 0 || bytes % recordBytes != 0 || bytes / recordBytes > Integer.MAX_VALUE) {
      throw new MalformedDatasetException(
          file,
          "The file must hold records of %d bytes, but has %d bytes. Unpack or fetch it again."
              .formatted(recordBytes, bytes));
    }
    return new RecordFile(file, recordBytes, (int) (bytes / recordBytes));
  }

  /** Returns the bytes from an index within a record on. */
  byte[] read(int record, int begin, int length) throws IOException {
    byte[] bytes = new byte[length];
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      read(channel, ByteBuffer.wrap(bytes), (long) record * recordBytes + begin);
    }
    return bytes;
  }

  /** Returns the byte at an index within each record, 0 to 255. */
  ImmutableIntArray column(int index) throws IOException {
    ImmutableIntArray.Builder values = ImmutableIntArray.builder(count);
    ByteBuffer one = ByteBuffer.allocateDirect(1);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      for (int record = 0; record < count; record++) {
        one.clear();
        read(channel, one, (long) record * recordBytes + index);
        values.add(one.get(0) & 0xFF);
      }
    }
    return values.build();
  }

  private void read(FileChannel channel, ByteBuffer target, long position) throws IOException {
    long next = position;
    while (target.hasRemaining()) {
      int read = channel.read(target, next);
      if (read < 0) {
        throw new EOFException("[%s] The file became shorter while it was read".formatted(file));
      }
      next += read;
    }
  }
}
