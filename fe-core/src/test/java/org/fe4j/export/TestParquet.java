package org.fe4j.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorOutputStream;
import org.apache.commons.compress.compressors.snappy.SnappyCompressorOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;

/** Parquet files of any schema, as other programs write them. */
final class TestParquet {
  private TestParquet() {}

  static void write(
      Path file, MessageType schema, Map<String, String> metadata, String codec, List<Group> rows)
      throws IOException {
    Files.deleteIfExists(file);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withType(schema)
            .withExtraMetaData(metadata)
            .withCodecFactory(new Compression())
            .withCompressionCodec(CompressionCodecName.valueOf(codec))
            .withPageSize(512)
            .build()) {
      for (Group row : rows) {
        writer.write(row);
      }
    }
  }

  /** Compression without Hadoop. */
  private static final class Compression implements CompressionCodecFactory {
    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName name) {
      return name == CompressionCodecName.ZSTD
          ? new ZstdCodec().getCompressor(name)
          : new Compressor(name);
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
      throw new UnsupportedOperationException("writes only");
    }

    @Override
    public void release() {}
  }

  private record Compressor(CompressionCodecName name)
      implements CompressionCodecFactory.BytesInputCompressor {
    @Override
    public BytesInput compress(BytesInput bytes) throws IOException {
      byte[] plain = bytes.toInputStream().readAllBytes();
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (OutputStream stream =
          switch (name) {
            case SNAPPY -> new SnappyCompressorOutputStream(packed, plain.length);
            case GZIP -> new GZIPOutputStream(packed);
            case LZ4_RAW -> new BlockLZ4CompressorOutputStream(packed);
            default -> packed;
          }) {
        stream.write(plain);
      }
      return BytesInput.from(ByteBuffer.wrap(packed.toByteArray()));
    }

    @Override
    public CompressionCodecName getCodecName() {
      return name;
    }

    @Override
    public void release() {}
  }
}
