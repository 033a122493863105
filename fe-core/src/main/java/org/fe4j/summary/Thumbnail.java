package org.fe4j.summary;

import java.util.Arrays;

/**
 * A thumbnail in one turn, and whether another one shows the same.
 *
 * <p>Two thumbnails show the same where, after the best small shift and stretch, three things hold:
 * their gradients correlate inside a margin, so that the details agree and not only the light and
 * dark halves or the frame; luma correlates in seven eighths of those of sixteen blocks that are
 * not plain, so that one strong thing in common, such as a scale bar, is not enough; and the
 * colours correlate, unless one of the pictures is grey. Correlations leave brightness and contrast
 * out. The shift and stretch make up for a crop.
 *
 * <p>Not safe for concurrent use while somebody writes to its arrays; nobody does.
 */
final class Thumbnail {
  /** Below this, no shift makes it enough: the check that spares the search for one. */
  private static final double LEAST_BEFORE_ALIGNMENT = 0.5;

  /** The outer pixels say nothing about gradients: a frame is stronger there than any picture. */
  private static final int MARGIN = 2;

  /**
   * Chosen on photographs: of product photographs of different motorcycles of one make, all from
   * the same side on white, few reach it; of photographs that were cropped by 3 %, nearly all do.
   */
  private static final double LEAST_GRADIENT = 0.82;

  /** On plain ground there is less that can differ: what is there must agree better. */
  private static final double LEAST_GRADIENT_OF_FEW = 0.92;

  /** From this many blocks on that are not plain, a picture is not on plain ground. */
  private static final int MANY_BLOCKS = 12;

  /** The same for a picture that was turned by any angle: there is more that it can be like. */
  private static final int MANY_BLOCKS_OF_TURNED = 15;

  /** From this many times the mean on, a gradient counts no more: one edge is not a picture. */
  private static final double STRONG = 2;

  private static final double LEAST_BLOCK = 0.7;
  private static final double LEAST_COLOUR = 0.5;

  private static final int SIDE = Fingerprint.SIDE;
  private static final int BLOCK = SIDE / 4;

  /** The variance of luma from which a block is not plain, in levels squared... */
  private static final double PLAIN_VARIANCE = 4;

  /** ... and as a part of the mean variance of the blocks. */
  private static final double PLAIN_PART = 0.02;

  /** The deviation of colour up to which a picture is grey, in levels. */
  private static final double GREY_DEVIATION = 0.5;

  /** The deviation of colour that says something, in levels. */
  private static final double COLOURED_DEVIATION = 3;

  private final float[] luma;
  private final float[] blueness;
  private final float[] redness;

  Thumbnail(float[] luma, float[] blueness, float[] redness) {
    this.luma = luma;
    this.blueness = blueness;
    this.redness = redness;
  }

  boolean showsTheSameAs(Thumbnail other) {
    return gradientCorrelation(luma, other.luma) >= LEAST_BEFORE_ALIGNMENT
        && likeness(other).isEnough();
  }

  /**
   * Returns whether the other one, which was turned until it was as this one, shows the same. There
   * must be something to see all over: turned far enough, many a simple shape is like another one.
   */
  boolean showsTheSameAsTurned(Thumbnail other) {
    if (gradientCorrelation(luma, other.luma) < LEAST_BEFORE_ALIGNMENT) {
      return false;
    }
    return likeness(other).isEnoughOfTurned();
  }

  /** Returns how alike two thumbnails are after the best small shift and stretch. */
  Likeness likeness(Thumbnail other) {
    Alignment alignment =
        Alignment.best(moved -> reachedByMost(correlations(luma, moved.of(other.luma))));
    return new Likeness(
        alignment.agreement(),
        correlations(luma, alignment.of(other.luma)).length,
        gradientCorrelation(luma, alignment.of(other.luma)),
        colourCorrelation(alignment.of(other.blueness), alignment.of(other.redness)));
  }

  /**
   * How alike two thumbnails are.
   *
   * @param blocks what the correlation of luma reaches in seven eighths of the blocks
   * @param compared how many of the sixteen blocks are not plain
   * @param gradient the correlation of the gradients of luma
   * @param colour the correlation of colour; 1 where a picture has too little of it to tell
   */
  record Likeness(double blocks, int compared, double gradient, double colour) {
    boolean isEnough() {
      return isEnoughOf(MANY_BLOCKS);
    }

    boolean isEnoughOfTurned() {
      return compared >= MANY_BLOCKS && isEnoughOf(MANY_BLOCKS_OF_TURNED);
    }

    private boolean isEnoughOf(int manyBlocks) {
      double leastGradient = compared >= manyBlocks ? LEAST_GRADIENT : LEAST_GRADIENT_OF_FEW;
      return blocks >= LEAST_BLOCK && gradient >= leastGradient && colour >= LEAST_COLOUR;
    }
  }

  /** Returns what seven eighths of sorted correlations reach. */
  private static double reachedByMost(double[] correlations) {
    return correlations.length == 0 ? 0 : correlations[correlations.length / 8];
  }

  /** Returns the correlations of luma in the blocks that are not plain in both, sorted. */
  private static double[] correlations(float[] a, float[] b) {
    BlockStatistics[] blocks = new BlockStatistics[16];
    double meanA = 0;
    double meanB = 0;
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = BlockStatistics.of(a, b, (i / 4 * SIDE + i % 4) * BLOCK);
      meanA += blocks[i].varianceA / blocks.length;
      meanB += blocks[i].varianceB / blocks.length;
    }
    double plainA = Math.max(PLAIN_VARIANCE, PLAIN_PART * meanA);
    double plainB = Math.max(PLAIN_VARIANCE, PLAIN_PART * meanB);
    return Arrays.stream(blocks)
        .filter(block -> block.varianceA >= plainA || block.varianceB >= plainB)
        .mapToDouble(BlockStatistics::correlation)
        .sorted()
        .toArray();
  }

  private static double gradientCorrelation(float[] a, float[] b) {
    double mostA = STRONG * meanGradient(a);
    double mostB = STRONG * meanGradient(b);
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int y = MARGIN; y + 1 < SIDE - MARGIN; y++) {
      for (int x = MARGIN; x + 1 < SIDE - MARGIN; x++) {
        int i = y * SIDE + x;
        double acrossA = within(a[i + 1] - a[i], mostA);
        double acrossB = within(b[i + 1] - b[i], mostB);
        double downA = within(a[i + SIDE] - a[i], mostA);
        double downB = within(b[i + SIDE] - b[i], mostB);
        ab += acrossA * acrossB + downA * downB;
        aa += acrossA * acrossA + downA * downA;
        bb += acrossB * acrossB + downB * downB;
      }
    }
    return ab / Math.sqrt(aa * bb + 1e-9);
  }

  private static double meanGradient(float[] a) {
    double sum = 0;
    for (int y = MARGIN; y + 1 < SIDE - MARGIN; y++) {
      for (int x = MARGIN; x + 1 < SIDE - MARGIN; x++) {
        int i = y * SIDE + x;
        sum += Math.abs(a[i + 1] - a[i]) + Math.abs(a[i + SIDE] - a[i]);
      }
    }
    int inside = SIDE - 2 * MARGIN - 1;
    return sum / (2 * inside * inside);
  }

  private static double within(double value, double most) {
    return Math.max(-most, Math.min(most, value));
  }

  private double colourCorrelation(float[] otherBlueness, float[] otherRedness) {
    double variance = covariance(blueness, blueness) + covariance(redness, redness);
    double otherVariance =
        covariance(otherBlueness, otherBlueness) + covariance(otherRedness, otherRedness);
    double least = Math.sqrt(Math.min(variance, otherVariance) / luma.length);
    double most = Math.sqrt(Math.max(variance, otherVariance) / luma.length);
    if (least < GREY_DEVIATION || most < COLOURED_DEVIATION) {
      return 1;
    }
    return (covariance(blueness, otherBlueness) + covariance(redness, otherRedness))
        / Math.sqrt(variance * otherVariance);
  }

  /** Returns the covariance, times the number of values. */
  private static double covariance(float[] a, float[] b) {
    double sumA = 0;
    double sumB = 0;
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sumA += a[i];
      sumB += b[i];
      sum += a[i] * b[i];
    }
    return sum - sumA * sumB / a.length;
  }

  /** Second moments of one block in both thumbnails. */
  private record BlockStatistics(double varianceA, double varianceB, double covariance) {

    static BlockStatistics of(float[] a, float[] b, int first) {
      double sumA = 0;
      double sumB = 0;
      double squaresA = 0;
      double squaresB = 0;
      double products = 0;
      for (int y = 0; y < BLOCK; y++) {
        for (int i = first + y * SIDE; i < first + y * SIDE + BLOCK; i++) {
          sumA += a[i];
          sumB += b[i];
          squaresA += a[i] * a[i];
          squaresB += b[i] * b[i];
          products += a[i] * b[i];
        }
      }
      double n = BLOCK * BLOCK;
      return new BlockStatistics(
          squaresA / n - sumA * sumA / n / n,
          squaresB / n - sumB * sumB / n / n,
          products / n - sumA * sumB / n / n);
    }

    /** One level squared keeps noise in a plain block from looking like agreement. */
    double correlation() {
      return covariance / Math.sqrt(Math.max(0, varianceA) * Math.max(0, varianceB) + 1);
    }
  }
}
