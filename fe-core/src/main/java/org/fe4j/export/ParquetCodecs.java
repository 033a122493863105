package org.fe4j.export;

import com.github.luben.zstd.ZstdInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorInputStream;
import org.apache.commons.compress.compressors.snappy.SnappyCompressorInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Decompression without Hadoop, whose codecs the library's own factory asks for. Output grows as it
 * comes, so that a file which lies about its size costs nothing.
 */
final class ParquetCodecs implements CompressionCodecFactory {
  /** Snappy and LZ4 refer back by at most so many bytes. */
  private static final int WINDOW_BYTES = 1 << 16;

  /** Returns whether a codec is known. */
  static boolean isKnown(CompressionCodecName codec) {
    return switch (codec) {
      case UNCOMPRESSED, SNAPPY, GZIP, ZSTD, LZ4_RAW -> true;
      default -> false;
    };
  }

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName name) {
    throw new UnsupportedOperationException("ZstdCodec writes");
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    return new Decompressor(codec);
  }

  @Override
  public void release() {}

  private static InputStream open(CompressionCodecName codec, InputStream packed)
      throws IOException {
    return switch (codec) {
      case SNAPPY -> new SnappyCompressorInputStream(packed, WINDOW_BYTES);
      case GZIP -> new GZIPInputStream(packed);
      case ZSTD -> new ZstdInputStream(packed);
      case LZ4_RAW -> new BlockLZ4CompressorInputStream(packed);
      default -> throw new IOException("Pages are compressed as " + codec);
    };
  }

  private record Decompressor(CompressionCodecName codec) implements BytesInputDecompressor {

    @Override
    public BytesInput decompress(BytesInput bytes, int size) throws IOException {
      if (codec == CompressionCodecName.UNCOMPRESSED) {
        return bytes;
      }
      try (InputStream stream = open(codec, bytes.toInputStream())) {
        byte[] page = stream.readNBytes(size);
        if (page.length < size) {
          throw new EOFException(
              "a page should have %d bytes, but has %d".formatted(size, page.length));
        }
        return BytesInput.from(page);
      }
    }

    @Override
    public void decompress(ByteBuffer in, int inSize, ByteBuffer out, int outSize) {
      throw new UnsupportedOperationException("The heap's allocator has no such buffers");
    }

    @Override
    public void release() {}
  }
}
