package org.fe4j.head;

/**
 * {@link Stopping#PREVIOUS_EPOCH}. A loss that is not a number exceeds nothing.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class PreviousEpochRule implements StoppingRule {

  private static final double SHARE = 0.999;

  private final int patience;
  private double previousLoss = Double.POSITIVE_INFINITY;
  private int counter;

  PreviousEpochRule(int patience) {
    this.patience = patience;
  }

  @Override
  public boolean keeps(double validationLoss) {
    counter = validationLoss > SHARE * previousLoss ? counter + 1 : 0;
    previousLoss = validationLoss;
    return true;
  }

  @Override
  public boolean stops() {
    return counter >= patience;
  }
}
