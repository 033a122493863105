package org.fe4j.zoo.architecture;

import com.google.common.collect.ImmutableList;
import java.util.OptionalInt;
import org.fe4j.zoo.graph.GridResampling;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.graph.ParameterSource;
import org.fe4j.zoo.graph.Shape;
import org.jspecify.annotations.Nullable;

/**
 * A learned position embedding: a row for each patch of a square grid, behind rows for other
 * tokens.
 *
 * @param name of the parameter
 * @param leadingRows rows in front of the grid's, 1 for a class token
 * @param storedSide patches along each side in the weight file; 0 means as many as the images have
 * @param resampling how the grid gets another side
 */
record PositionEmbedding(String name, int leadingRows, int storedSide, GridResampling resampling) {

  /** Returns the same embedding in a file with another number of patches along each side. */
  PositionEmbedding withStoredSide(int side) {
    return new PositionEmbedding(name, leadingRows, side, resampling);
  }

  /** Returns the patches along each side of an embedding of this shape, as {@link #side}. */
  OptionalInt side(@Nullable Shape shape) {
    return side(shape, leadingRows);
  }

  /**
   * Returns the patches along each side of an embedding of this shape, (…, rows, channels), or
   * nothing where its rows are no such grid behind the leading ones.
   */
  static OptionalInt side(@Nullable Shape shape, int leadingRows) {
    if (shape == null || shape.rank() < 2) {
      return OptionalInt.empty();
    }
    int patches = shape.size(-2) - leadingRows;
    int side = (int) Math.round(Math.sqrt(Math.max(patches, 0)));
    return side > 0 && side * side == patches ? OptionalInt.of(side) : OptionalInt.empty();
  }

  /**
   * Returns the embedding for this many patches along each side, resampled where the file has
   * another number: (leadingRows + side², channels), with a size of 1 in front where it is stored.
   */
  Parameter parameter(int side, int channels) {
    int from = storedSide == 0 ? side : storedSide;
    Shape shape = Shape.of(1, leadingRows + from * from, channels);
    Parameter stored = Parameter.stored(name, shape);
    if (from == side) {
      return stored;
    }
    Parameter grid =
        new Parameter(
            "%s.grid%d".formatted(name, side),
            Shape.of(side * side, channels),
            new ParameterSource.ResizedGrid(stored, leadingRows, from, side, resampling));
    if (leadingRows == 0) {
      return grid;
    }
    Parameter leading =
        new Parameter(
            name + ".leading",
            Shape.of(leadingRows, channels),
            new ParameterSource.Rows(stored, 0, leadingRows));
    return new Parameter(
        "%s.resized%d".formatted(name, side),
        Shape.of(leadingRows + side * side, channels),
        new ParameterSource.Concatenated(ImmutableList.of(leading, grid)));
  }
}
