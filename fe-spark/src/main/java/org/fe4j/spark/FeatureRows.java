package org.fe4j.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.fe4j.feature.DatasetFeatures;
import org.fe4j.feature.SkippedImage;
import org.fe4j.feature.UnreadableImagePolicy;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a partition with their features, in their order. Reads some batches of rows ahead and
 * no more: as many images as {@link #CHUNK_BATCHES} batches hold, or fewer where their bytes are
 * {@link #CHUNK_BYTES}.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class FeatureRows implements Iterator<Row> {
  /** So many that decoding is ahead of the engine nearly always: only the first batch waits. */
  private static final int CHUNK_BATCHES = 8;

  private static final long CHUNK_BYTES = 64L << 20;

  private final Iterator<Row> source;
  private final LoadedModel model;
  private final RowLayout layout;
  private final UnreadableImagePolicy policy;
  private final int chunkRows;
  private final int partition;
  private final Deque<Row> ready = new ArrayDeque<>();
  private long rowsRead;

  /**
   * Starts the rows.
   *
   * @param policy fail or skip
   * @param batchSize images a batch
   */
  FeatureRows(
      Iterator<Row> source,
      LoadedModel model,
      RowLayout layout,
      UnreadableImagePolicy policy,
      int batchSize,
      int partition) {
    this.source = source;
    this.model = model;
    this.layout = layout;
    this.policy = policy;
    this.chunkRows = CHUNK_BATCHES * batchSize;
    this.partition = partition;
  }

  @Override
  public boolean hasNext() {
    if (ready.isEmpty() && source.hasNext()) {
      extractChunk();
    }
    return !ready.isEmpty();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException("The partition has no more rows");
    }
    return ready.remove();
  }

  private void extractChunk() {
    List<Row> rows = new ArrayList<>();
    long bytes = 0;
    while (rows.size() < chunkRows && bytes < CHUNK_BYTES && source.hasNext()) {
      Row row = source.next();
      bytes += layout.imageBytes(row);
      rows.add(row);
    }
    try {
      add(rows, model.extract(new ChunkImages(layout, rows, partition, rowsRead)));
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
    rowsRead += rows.size();
  }

  private void add(List<Row> rows, DatasetFeatures features) throws IOException {
    Map<Integer, String> reasons = new HashMap<>();
    for (SkippedImage image : features.skipped()) {
      if (policy == UnreadableImagePolicy.FAIL) {
        throw new IOException(
            image.reason()
                + " Mend or remove the image, or set onUnreadableImage to SKIP and an errorCol.");
      }
      reasons.put(image.index(), image.reason());
    }
    float[] values = new float[features.dimension()];
    int next = 0;
    for (int i = 0; i < rows.size(); i++) {
      Vector feature = null;
      if (next < features.rows() && features.index(next) == i) {
        features.copyRow(next++, values, 0);
        feature = dense(values);
      }
      ready.add(extended(rows.get(i), feature, reasons.get(i)));
    }
  }

  /** A double holds every float exactly. */
  private static Vector dense(float[] values) {
    double[] copy = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      copy[i] = values[i];
    }
    return Vectors.dense(copy);
  }

  private Row extended(Row row, @Nullable Vector feature, @Nullable String reason) {
    int columns = row.length();
    @Nullable Object[] values = new @Nullable Object[columns + (layout.error() ? 2 : 1)];
    for (int i = 0; i < columns; i++) {
      values[i] = row.get(i);
    }
    values[columns] = feature;
    if (layout.error()) {
      values[columns + 1] = reason;
    }
    return RowFactory.create(values);
  }
}
