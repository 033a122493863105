package org.fe4j.feature;

import com.google.common.primitives.Floats;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.fe4j.image.Preprocessing;

/**
 * Normalises a batch of pixels for models that take floats: {@code (level / 255 - mean) /
 * deviation}, each step rounded to float32, as engines compute it on a CPU. Written into one buffer
 * again and again. Not safe for concurrent use; confine an instance to one thread.
 */
final class PixelNormalizer {
  private static final int CHANNELS = 3;
  private static final int LEVELS = 256;

  /** Pixels that are converted at a time, on the heap: loops over direct buffers are slow. */
  private static final int CHUNK = 1024;

  private final float[][] values = new float[CHANNELS][LEVELS];
  private final int pixelsPerImage;
  private final ByteBuffer batch;
  private final byte[] levels = new byte[CHANNELS * CHUNK];
  private final float[] floats = new float[CHANNELS * CHUNK];

  /**
   * Allocates the buffer.
   *
   * @throws IllegalArgumentException if such a batch does not fit into one
   */
  PixelNormalizer(Preprocessing preprocessing, int batchSize) {
    long bytes = (long) batchSize * preprocessing.cropBytes() * Float.BYTES;
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "%d pictures of %d x %d pixels take %d bytes as floats, more than 2 GiB: choose a smaller batch size"
              .formatted(batchSize, preprocessing.cropPixels(), preprocessing.cropPixels(), bytes));
    }
    float[] mean = Floats.toArray(preprocessing.mean());
    float[] deviation = Floats.toArray(preprocessing.deviation());
    for (int channel = 0; channel < CHANNELS; channel++) {
      for (int level = 0; level < LEVELS; level++) {
        values[channel][level] = (level / 255f - mean[channel]) / deviation[channel];
      }
    }
    pixelsPerImage = preprocessing.cropBytes() / CHANNELS;
    batch = ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.nativeOrder());
  }

  /**
   * Returns the batch in the order of its pixels, (N, S, S, 3), valid until the next call.
   *
   * @param pixels of a batch or fewer images, from the first byte to the capacity
   */
  ByteBuffer channelsLast(ByteBuffer pixels) {
    FloatBuffer target = batchOf(pixels.clear());
    while (pixels.hasRemaining()) {
      int count = Math.min(CHUNK, pixels.remaining() / CHANNELS);
      pixels.get(levels, 0, CHANNELS * count);
      for (int channel = 0; channel < CHANNELS; channel++) {
        float[] value = values[channel];
        for (int i = channel; i < CHANNELS * count; i += CHANNELS) {
          floats[i] = value[levels[i] & 0xFF];
        }
      }
      target.put(floats, 0, CHANNELS * count);
    }
    return batch;
  }

  private FloatBuffer batchOf(ByteBuffer pixels) {
    return batch.clear().limit(pixels.capacity() * Float.BYTES).asFloatBuffer();
  }

  /**
   * Returns the batch channel by channel, (N, 3, S, S), valid until the next call.
   *
   * @param pixels of a batch or fewer images, from the first byte to the capacity
   */
  ByteBuffer channelsFirst(ByteBuffer pixels) {
    FloatBuffer target = batchOf(pixels.clear());
    for (int image = 0; pixels.hasRemaining(); image += CHANNELS * pixelsPerImage) {
      for (int begin = 0; begin < pixelsPerImage; begin += CHUNK) {
        int count = Math.min(CHUNK, pixelsPerImage - begin);
        pixels.get(levels, 0, CHANNELS * count);
        for (int channel = 0; channel < CHANNELS; channel++) {
          float[] value = values[channel];
          for (int i = 0; i < count; i++) {
            floats[i] = value[levels[CHANNELS * i + channel] & 0xFF];
          }
          target.put(image + channel * pixelsPerImage + begin, floats, 0, count);
        }
      }
    }
    return batch;
  }
}
