package org.fe4j.export;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;

/**
 * Features as an Apache Parquet file, through the library's own writer but without Hadoop's
 * configuration, codecs and file systems.
 */
final class ParquetTable {
  /** What is kept in memory until it is written; it does not depend on the number of rows. */
  private static final long ROW_GROUP_BYTES = 32L << 20;

  private ParquetTable() {}

  static void write(FeatureTable table, Path file) throws IOException {
    try (ParquetWriter<Integer> writer = new Builder(new LocalOutputFile(file), table).build()) {
      for (int row = 0; row < table.features().rows(); row++) {
        writer.write(row);
      }
    }
  }

  /** The library asks for a subclass. */
  private static final class Builder extends ParquetWriter.Builder<Integer, Builder> {
    private final FeatureTable table;

    Builder(OutputFile file, FeatureTable table) {
      super(file);
      this.table = table;
      withConf(new PlainParquetConfiguration());
      withCodecFactory(new ZstdCodec());
      withCompressionCodec(CompressionCodecName.ZSTD);
      withRowGroupSize(ROW_GROUP_BYTES);
      // A dictionary of values that hardly repeat costs time and memory for nothing.
      withDictionaryEncoding(ParquetRows.VALUES, false);
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // It is abstract.
    protected WriteSupport<Integer> getWriteSupport(Configuration unused) {
      return new ParquetRows(table);
    }

    @Override
    protected WriteSupport<Integer> getWriteSupport(ParquetConfiguration unused) {
      return new ParquetRows(table);
    }
  }
}
