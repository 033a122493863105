package org.fe4j.head;

/**
 * When training by epochs stops, and which weights are kept. Both rules look at the mean loss over
 * the validation rows after each epoch, and count epochs in a row up to a patience.
 */
public enum Stopping {
  /**
   * Counts epochs whose loss is not lower than the lowest so far, and keeps the weights of the
   * epoch of lowest loss.
   */
  BEST_EPOCH("stops after %d epochs without a lower validation loss; best epoch kept") {
    @Override
    StoppingRule rule(int patience) {
      return new BestEpochRule(patience);
    }
  },

  /**
   * Counts epochs whose loss exceeds 0.999 of that of the epoch before, and keeps the weights of
   * the last epoch, as the published baseline code does that the paper's protocol follows. The
   * first epoch never counts.
   */
  PREVIOUS_EPOCH(
      "stops after %d epochs in a row whose validation loss exceeds 0.999 of the previous epoch's;"
          + " last epoch kept") {
    @Override
    StoppingRule rule(int patience) {
      return new PreviousEpochRule(patience);
    }
  };

  private final String description;

  Stopping(String description) {
    this.description = description;
  }

  abstract StoppingRule rule(int patience);

  String description(int patience) {
    return description.formatted(patience);
  }
}
