package org.fe4j.spark;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.Row;
import org.fe4j.dataset.ImageDataset;

/**
 * The images of some rows of a partition. They have no classes here, which nothing asks for that
 * extracts features.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
final class ChunkImages implements ImageDataset {
  private final RowLayout layout;
  private final List<Row> rows;
  private final long firstRow;
  private final int partition;

  /**
   * Wraps rows, which are not copied.
   *
   * @param firstRow number of the first row within its partition, from 0
   */
  ChunkImages(RowLayout layout, List<Row> rows, int partition, long firstRow) {
    this.layout = layout;
    this.rows = rows;
    this.partition = partition;
    this.firstRow = firstRow;
  }

  @Override
  public String name() {
    return "partition " + partition;
  }

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public ImmutableList<String> classNames() {
    return ImmutableList.of();
  }

  @Override
  public int label(int index) {
    throw new UnsupportedOperationException("Rows of a partition have no classes");
  }

  @Override
  public String id(int index) {
    return layout
        .imageName(rows.get(index))
        .orElseGet(() -> "row %d of partition %d".formatted(firstRow + index, partition));
  }

  @Override
  public byte[] bytes(int index) throws IOException {
    return ImageCell.encoded(rows.get(index).get(layout.image()), id(index));
  }
}
