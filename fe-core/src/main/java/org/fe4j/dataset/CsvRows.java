package org.fe4j.dataset;

import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableList;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Rows of comma-separated values, as RFC 4180 has them, below a line that names the columns. */
final class CsvRows {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get();

  private final ListFile list;
  private final CSVParser parser;
  private final ImmutableList<String> columns;

  private CsvRows(ListFile list, CSVParser parser, ImmutableList<String> columns) {
    this.list = list;
    this.parser = parser;
    this.columns = columns;
  }

  /** Reads all rows of an opened list. */
  static void read(ListFile list, BufferedReader text, Consumer<ListedImage> rows)
      throws IOException {
    try (CSVParser parser = CSVParser.builder().setReader(text).setFormat(FORMAT).get()) {
      Iterator<CSVRecord> records = parser.iterator();
      if (!records.hasNext()) {
        throw list.mistake(
            "Expected a line with the columns \"path\" and \"label\", and a line for each image,"
                + " but the list is empty.");
      }
      ImmutableList<String> columns = ImmutableList.copyOf(records.next().values());
      CsvRows csv = new CsvRows(list, parser, columns);
      csv.checkColumns();
      while (records.hasNext()) {
        rows.accept(csv.row(records.next()));
      }
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof CSVException damage) {
        throw list.mistake(
            "This is not CSV: %s. Close each quotation mark, and double those within a field."
                .formatted(damage.getMessage()));
      }
      throw e.getCause();
    }
  }

  private void checkColumns() {
    if (!columns.contains(ListFile.PATH) || !columns.contains(ListFile.LABEL)) {
      throw list.mistake(
          parser.getCurrentLineNumber(),
          "Expected the columns \"path\" and \"label\", but found %s. Name the columns in the first"
                  .formatted(columns.stream().map(c -> '"' + c + '"').collect(joining(", ")))
              + " line, with commas between them.");
    }
    for (String known :
        ImmutableList.of(ListFile.PATH, ListFile.LABEL, ListFile.GROUP, ListFile.SPLIT)) {
      if (columns.indexOf(known) != columns.lastIndexOf(known)) {
        throw list.mistake(
            parser.getCurrentLineNumber(),
            "Two columns are called \"%s\". Rename the wrong one.".formatted(known));
      }
    }
  }

  private ListedImage row(CSVRecord row) {
    // The line that the parser is in: the last one of a row with line breaks in quotes.
    long line = parser.getCurrentLineNumber();
    if (row.size() != columns.size()) {
      throw list.mistake(
          line,
          "Expected %d fields, as many as columns in the first line, but found %d."
                  .formatted(columns.size(), row.size())
              + " Put quotation marks around a field with a comma in it.");
    }
    return new ListedImage(
        line,
        field(row, ListFile.PATH),
        field(row, ListFile.LABEL),
        field(row, ListFile.GROUP),
        field(row, ListFile.SPLIT));
  }

  private String field(CSVRecord row, String column) {
    int index = columns.indexOf(column);
    return index < 0 ? "" : row.get(index);
  }
}
