package org.fe4j.spark;

import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.fe4j.Version;

/**
 * What made the features, as metadata of their column, where {@link org.fe4j.export.FeatureTable}
 * finds it in the Parquet files that Spark writes. The names are those of an extraction without
 * Spark; versions of the engine and processors are left out, since executors may differ in them.
 */
final class StatedOrigin {
  /** As {@code org.fe4j.export} reads it. */
  private static final String KEY = "fe4j.provenance";

  private StatedOrigin() {}

  /** Returns a schema whose column of features states what made them. */
  static StructType in(StructType schema, String column, Artefact artefact, int batchSize) {
    StructField[] fields = schema.fields().clone();
    for (int i = 0; i < fields.length; i++) {
      if (fields[i].name().equals(column)
          && fields[i].dataType().equals(SQLDataTypes.VectorType())) {
        Metadata metadata =
            new MetadataBuilder()
                .withMetadata(fields[i].metadata())
                .putMetadata(KEY, facts(artefact, batchSize))
                .build();
        fields[i] = new StructField(column, fields[i].dataType(), fields[i].nullable(), metadata);
      }
    }
    return new StructType(fields);
  }

  private static Metadata facts(Artefact artefact, int batchSize) {
    Artefact.Target target = artefact.target();
    return new MetadataBuilder()
        .putString("backbone", artefact.name())
        .putString("weights sha256", artefact.identity().weights())
        .putString("tap", "%s (%s values)".formatted(target.tap(), artefact.dimension()))
        .putString("preprocessing", artefact.pictures().description())
        .putString("precision", target.precision() + " on " + target.device())
        .putString("engine", target.engine() + " on Apache Spark")
        .putString("compiler", artefact.identity().compiler())
        .putString("batch size", Integer.toString(batchSize))
        .putString("fe4j", Version.NAME)
        .build();
  }
}
