package org.fe4j.export;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.VersionParser;
import org.apache.parquet.VersionParser.ParsedVersion;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.fe4j.export.ParquetColumn.BadValueException;
import org.fe4j.export.PartFiles.Part;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table from Parquet files, through the library's own reader but without Hadoop's
 * configuration, codecs and file systems, a row group at a time.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class ParquetFeatures {
  private final FeatureColumns columns;
  private final TableBuilder table;
  private final VectorBuffer values = new VectorBuffer();

  private ParquetFeatures(FeatureColumns columns, TableBuilder table) {
    this.columns = columns;
    this.table = table;
  }

  static FeatureTable read(Path path, FeatureColumns columns) throws IOException {
    ImmutableList<Part> parts = PartFiles.of(path);
    FileFacts facts = check(parts, columns);
    try (TableBuilder table = new TableBuilder(columns)) {
      ParquetFeatures reading = new ParquetFeatures(columns, table);
      for (Part part : parts) {
        reading.read(part);
      }
      String sha256 =
          Files.isDirectory(path)
              ? FeatureReading.sha256(
                  parts.stream().collect(ImmutableMap.toImmutableMap(Part::name, Part::path)))
              : FeatureReading.sha256(path);
      return table.build(new FeatureFile(path, sha256, columns), facts);
    }
  }

  /** Reads the ends of all files, which say what is in them, before the long work. */
  private static FileFacts check(List<Part> parts, FeatureColumns columns) throws IOException {
    @Nullable ParquetLayout first = null;
    StatedFacts facts = new StatedFacts(columns.features());
    long rows = 0;
    for (Part part : parts) {
      Footer footer = footer(part, columns);
      rows += footer.rows;
      if (rows > TableBuilder.MOST_ROWS) {
        throw TableBuilder.tooMany(part.name(), rows);
      }
      if (first == null) {
        first = footer.layout;
      }
      footer.layout.requireLike(first);
      facts.add(part.name(), footer.metadata);
    }
    return facts.build();
  }

  /** What the end of a file says. */
  private record Footer(ParquetLayout layout, long rows, ImmutableMap<String, String> metadata) {}

  private static Footer footer(Part part, FeatureColumns columns) throws IOException {
    return reading(
        part,
        reader -> {
          FileMetaData metadata = reader.getFileMetaData();
          ParquetLayout layout = ParquetLayout.of(part, metadata.getSchema(), columns);
          long bytes = Files.size(part.path());
          long rows = 0;
          for (BlockMetaData block : reader.getFooter().getBlocks()) {
            rows += block.getRowCount();
            for (ColumnChunkMetaData chunk : block.getColumns()) {
              check(part, chunk, bytes);
            }
          }
          return new Footer(layout, rows, ImmutableMap.copyOf(metadata.getKeyValueMetaData()));
        });
  }

  /** A chunk is read into memory at once: one that is not there must not be asked for. */
  private static void check(Part part, ColumnChunkMetaData chunk, long bytes)
      throws MalformedFeaturesException {
    long begin = chunk.getStartingPos();
    if (begin < 0 || chunk.getTotalSize() < 0 || begin > bytes - chunk.getTotalSize()) {
      throw new MalformedFeaturesException(
          "[%s] the column %s should have %d bytes from byte %d on, but the file has %d. Write it anew."
              .formatted(
                  part.name(), chunk.getPath().toDotString(), chunk.getTotalSize(), begin, bytes));
    }
    if (!ParquetCodecs.isKnown(chunk.getCodec())) {
      throw new MalformedFeaturesException(
          "[%s] pages are compressed as %s, but zstd, snappy, gzip, lz4_raw and none are read. Write it with one of these."
              .formatted(part.name(), chunk.getCodec()));
    }
  }

  /** A file whose name is in the library's messages. */
  private record NamedFile(LocalInputFile file, String name) implements InputFile {
    static NamedFile of(Path path) {
      return new NamedFile(new LocalInputFile(path), String.valueOf(path.getFileName()));
    }

    @Override
    public long getLength() throws IOException {
      return file.getLength();
    }

    @Override
    public SeekableInputStream newStream() throws IOException {
      return file.newStream();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** Something done with an open file. */
  private interface Reading<T> {
    T with(ParquetFileReader reader) throws IOException;
  }

  private static <T> T reading(Part part, Reading<T> reading) throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new ParquetCodecs())
            .build();
    try (ParquetFileReader reader = ParquetFileReader.open(NamedFile.of(part.path()), options)) {
      return reading.with(reader);
    } catch (MalformedFeaturesException
        | MappedRows.NoRoomException
        | ClosedByInterruptException
        | FileSystemException e) {
      throw e;
    } catch (RuntimeException e) {
      // The library has a dozen exceptions of many kinds for a file that is not what it should be.
      throw damaged(part, e);
    } catch (IOException e) {
      throw damaged(part, e);
    }
  }

  private static MalformedFeaturesException damaged(Part part, Exception e) {
    return new MalformedFeaturesException(
        "[%s] it is no Parquet file, or damaged: %s. Write it anew."
            .formatted(part.name(), e.getMessage() == null ? e.toString() : e.getMessage()),
        e);
  }

  private void read(Part part) throws IOException {
    table.begin(part.name());
    // Whatever reads the values is the library's; what the table refuses names the row.
    reading(
        part,
        reader -> {
          FileMetaData metadata = reader.getFileMetaData();
          ParquetLayout layout = ParquetLayout.of(part, metadata.getSchema(), columns);
          reader.setRequestedSchema(layout.leaves());
          @Nullable ParsedVersion writer = version(metadata.getCreatedBy());
          for (int group = 0; group < reader.getRowGroups().size(); group++) {
            if (reader.getRowGroups().get(group).getRowCount() > 0) {
              // The library's own loop, and a variable here, would keep the group before this one.
              new RowGroup(part, layout, reader.readRowGroup(group), writer).read();
            }
          }
          return part;
        });
  }

  private static @Nullable ParsedVersion version(@Nullable String createdBy) {
    try {
      return createdBy == null ? null : VersionParser.parse(createdBy);
    } catch (VersionParser.VersionParseException e) {
      return null; // A writer whose faults nobody knows.
    }
  }

  /** The rows of a row group. */
  private final class RowGroup {
    private final Part part;
    private final long rows;
    private final @Nullable ParquetColumn path;
    private final @Nullable ParquetColumn label;
    private final @Nullable ParquetColumn group;
    private final @Nullable ParquetColumn error;
    private final ParquetVector features;

    RowGroup(Part part, ParquetLayout layout, PageReadStore pages, @Nullable ParsedVersion writer) {
      this.part = part;
      this.rows = pages.getRowCount();
      this.path = layout.text(columns.path(), pages, writer);
      this.label = layout.text(columns.label(), pages, writer);
      this.group = layout.text(columns.group(), pages, writer);
      this.error = layout.text(columns.error(), pages, writer);
      this.features = layout.vector(pages, writer);
    }

    void read() throws IOException {
      for (long i = 0; i < rows; i++) {
        String id = "";
        String column = columns.path();
        try {
          @Nullable String pathText = text(path, columns.path());
          id = pathText == null ? "" : pathText;
          column = columns.label();
          @Nullable String labelText = text(label, column);
          column = columns.group();
          @Nullable String groupText = text(group, column);
          column = columns.error();
          @Nullable String errorText = text(error, column);
          column = columns.features();
          int length = features.next(values, table.mostValues());
          table.add(
              new TableBuilder.Row(pathText, labelText, groupText, errorText),
              values.array(),
              length);
        } catch (BadValueException e) {
          throw new MalformedFeaturesException(
              "%s: the column \"%s\" %s"
                  .formatted(table.where(table.count(), id), column, e.getMessage()),
              e);
        }
      }
    }

    /** Returns a row's text: of the column, or of the folder's name where there is none. */
    private @Nullable String text(@Nullable ParquetColumn column, String name)
        throws IOException, BadValueException {
      return column == null ? part.values().get(name) : column.text();
    }
  }
}
