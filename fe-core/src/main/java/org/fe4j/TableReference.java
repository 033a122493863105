package org.fe4j;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
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

  private TableReference() {}

  /** Returns where the table is; only its hash where it was in memory. */
  static ImmutableMap<String, String> describe(FeatureTable table, String sha256) {
    ImmutableMap.Builder<String, String> facts = ImmutableMap.builder();
    facts.put(SHA256, sha256);
    Optional<FeatureFile> file = table.file();
    if (file.isPresent()) {
      facts.put(FEATURES, file.get().path().toAbsolutePath().toString());
      facts.put(BACKBONE, table.backbone());
      facts.put(NAME, table.name());
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

  /** Reads the table again; nothing where it was in memory. */
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
    return Optional.of(
        table
            .named(facts.getOrDefault(NAME, table.name()))
            .ofBackbone(facts.getOrDefault(BACKBONE, table.backbone())));
  }
}
