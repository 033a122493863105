package org.fe4j.zoo.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A read-only mapping of a whole file of any size, little-endian.
 *
 * <p>A mapping holds at most 2 GiB on JDK 17, so there are several. Each reaches {@link #viewBytes}
 * into the next, so that no view and no element ever straddles two.
 *
 * <p>Safe for use by multiple threads, except that nothing may read during or after {@link #close}:
 * touching an unmapped page ends the JVM. {@link MappedCheckpoint} holds the lock.
 */
final class MappedFile implements Closeable {
  private static final int SEGMENT_BITS = 30;
  private static final int VIEW_BYTES = 1 << 16;

  private final Path path;
  private final long size;
  private final int segmentBits;
  private final int viewBytes;
  private ByteBuffer[] segments;

  private MappedFile(Path path, long size, int segmentBits, int viewBytes, ByteBuffer[] segments) {
    this.path = path;
    this.size = size;
    this.segmentBits = segmentBits;
    this.viewBytes = viewBytes;
    this.segments = segments;
  }

  static MappedFile open(Path path) throws IOException {
    return open(path, SEGMENT_BITS, VIEW_BYTES);
  }

  /** Maps with segments and views of another size, which tests use to cross boundaries. */
  static MappedFile open(Path path, int segmentBits, int viewBytes) throws IOException {
    long segmentBytes = 1L << segmentBits;
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = channel.size();
      ByteBuffer[] segments =
          new ByteBuffer[Math.toIntExact((size + segmentBytes - 1) / segmentBytes)];
      for (int i = 0; i < segments.length; i++) {
        long begin = i * segmentBytes;
        long bytes = Math.min(size - begin, segmentBytes + viewBytes);
        segments[i] = channel.map(FileChannel.MapMode.READ_ONLY, begin, bytes);
        segments[i].order(ByteOrder.LITTLE_ENDIAN);
      }
      return new MappedFile(path, size, segmentBits, viewBytes, segments);
    }
  }

  /** Takes bytes for a file, which lets tests try very many. */
  static MappedFile of(Path path, byte[] bytes) {
    ByteBuffer[] segments = {ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)};
    return new MappedFile(path, bytes.length, SEGMENT_BITS, VIEW_BYTES, segments);
  }

  Path path() {
    return path;
  }

  long size() {
    return size;
  }

  /** Returns the most bytes that {@link #view} gives at once. */
  int viewBytes() {
    return viewBytes;
  }

  /** Returns a little-endian view of at most {@link #viewBytes} bytes. */
  ByteBuffer view(long position, int bytes) {
    return segment(position).slice(indexInSegment(position), bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Returns the segment in which an element at this position lies whole. */
  ByteBuffer segment(long position) {
    return segments[(int) (position >>> segmentBits)];
  }

  /** Returns where in its segment a position lies. */
  int indexInSegment(long position) {
    return (int) (position & ((1L << segmentBits) - 1));
  }

  int unsignedByte(long position) {
    return segment(position).get(indexInSegment(position)) & 0xff;
  }

  int unsignedShort(long position) {
    return segment(position).getShort(indexInSegment(position)) & 0xffff;
  }

  long unsignedInt(long position) {
    return segment(position).getInt(indexInSegment(position)) & 0xffffffffL;
  }

  long int64(long position) {
    return segment(position).getLong(indexInSegment(position));
  }

  /** Copies bytes out; the caller has bounded how many. */
  byte[] bytes(long position, int count) {
    byte[] result = new byte[count];
    for (int done = 0; done < count; ) {
      int step = Math.min(viewBytes, count - done);
      view(position + done, step).get(result, done, step);
      done += step;
    }
    return result;
  }

  /** Returns the exception for a field of this file: file, place, field, problem. */
  MalformedWeightsException malformed(long byteOffset, String field, String problem) {
    return new MalformedWeightsException(path, byteOffset, field, problem);
  }

  /** Unmaps at once where the JVM allows it, else leaves that to the garbage collector. */
  @Override
  public void close() {
    ByteBuffer[] closing = segments;
    segments = new ByteBuffer[0];
    for (ByteBuffer segment : closing) {
      if (segment instanceof MappedByteBuffer mapped) {
        Unmapper.unmap(mapped);
      }
    }
  }

  /**
   * Calls {@code sun.misc.Unsafe.invokeCleaner}, the only way to unmap on JDK 17. By reflection,
   * since javac warns about the type and no annotation silences it.
   */
  private static final class Unmapper {
    private static final @Nullable Object UNSAFE;
    private static final @Nullable Method INVOKE_CLEANER;

    static {
      Object unsafe = null;
      Method invokeCleaner = null;
      try {
        Class<?> type = Class.forName("sun.misc.Unsafe");
        var field = type.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        unsafe = field.get(null);
        invokeCleaner = type.getMethod("invokeCleaner", ByteBuffer.class);
      } catch (ReflectiveOperationException | RuntimeException e) {
        // A JVM without it unmaps when the buffers are collected.
        unsafe = null;
      }
      UNSAFE = unsafe;
      INVOKE_CLEANER = invokeCleaner;
    }

    static void unmap(MappedByteBuffer segment) {
      if (UNSAFE == null || INVOKE_CLEANER == null) {
        return;
      }
      try {
        INVOKE_CLEANER.invoke(UNSAFE, segment);
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException("Could not unmap a weight file", e);
      }
    }
  }
}
