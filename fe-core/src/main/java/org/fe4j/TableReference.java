package org.fe4j;

import com.google.common.collect.ImmutableMap;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.export.FeatureColumns;
import org.fe4j.export.FeatureFile;
import org.fe4j.export.FeatureTable;

/** What a report keeps of a table of features, so that it can be read again. */
final class TableReference {
  private static final String FEATURES = "features";
  private static final String SHA256 = "features sha256";
  private static final String BACKBONE = "features of";
  private static final String NAME = "features of data set";
  private static final String COLUMN = "column ";

  /** Of paths, classes and groups in their order. */
  private static final String ROWS = "features rows sha256";

  private TableReference() {}

  /** Returns where the table is; only its hash where it was in memory. */
  static ImmutableMap<String, String> describe(
      FeatureTable table, ImageDataset images, String sha256) {
    ImmutableMap.Builder<String, String> facts = ImmutableMap.builder();
    facts.put(SHA256, sha256);
    Optional<FeatureFile> file = table.file();
    if (file.isPresent()) {
      facts.put(FEATURES, file.get().path().toAbsolutePath().toString());
      facts.put(BACKBONE, table.backbone());
      facts.put(NAME, table.name());
      facts.put(ROWS, rowsSha256(images));
      FeatureColumns columns = file.get().columns();
      facts.put(COLUMN + "path", columns.path());
      facts.put(COLUMN + "label", columns.label());
      facts.put(COLUMN + "group", columns.group());
      facts.put(COLUMN + "features", columns.features());
      facts.put(COLUMN + "error", columns.error());
    }
    return facts.buildOrThrow();
  }

  /** Returns whether a report was made from a table. */
  static boolean isIn(Map<String, String> facts) {
    return facts.containsKey(SHA256);
  }

  private static String rowsSha256(ImageDataset images) {
    Hasher hasher = Hashing.sha256().newHasher();
    for (int index = 0; index < images.size(); index++) {
      String label = images.classNames().get(images.label(index));
      for (String text : List.of(images.id(index), label, images.group(index))) {
        hasher.putInt(text.length()).putUnencodedChars(text);
      }
    }
    return hasher.hash().toString();
  }

  /**
   * Reads the table again; nothing where it was in memory.
   *
   * @throws IllegalArgumentException if the file is the same, but its rows were in another order,
   *     or had other groups
   */
  static Optional<FeatureTable> read(Map<String, String> facts) throws IOException {
    String path = facts.get(FEATURES);
    if (path == null) {
      return Optional.empty();
    }
    FeatureColumns standard = FeatureColumns.standard();
    FeatureColumns columns =
        standard
            .withPath(facts.getOrDefault(COLUMN + "path", standard.path()))
            .withLabel(facts.getOrDefault(COLUMN + "label", standard.label()))
            .withGroup(facts.getOrDefault(COLUMN + "group", standard.group()))
            .withFeatures(facts.getOrDefault(COLUMN + "features", standard.features()))
            .withError(facts.getOrDefault(COLUMN + "error", standard.error()));
    FeatureTable table = FeatureTable.read(Path.of(path), columns);
    requireSameRows(facts, table);
    return Optional.of(
        table
            .named(facts.getOrDefault(NAME, table.name()))
            .ofBackbone(facts.getOrDefault(BACKBONE, table.backbone())));
  }

  /** What a changed file does to the figures, a reproduction shows; this is nobody's change. */
  private static void requireSameRows(Map<String, String> facts, FeatureTable table) {
    boolean sameFile = table.file().orElseThrow().sha256().equals(facts.get(SHA256));
    String rows = rowsSha256(table.dataset().orElseThrow());
    if (sameFile && !rows.equals(facts.getOrDefault(ROWS, rows))) {
      throw new IllegalArgumentException(
          "[%s] the report was made from these rows in the order of another table, or with groups that are not in the file, so that folds were others: evaluate them again as then, and compare the reports"
              .formatted(facts.get(FEATURES)));
    }
  }
}
