package org.fe4j.head;

/**
 * Is told the validation loss of each epoch; says which weights to keep and when to stop.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
interface StoppingRule {

  /**
   * Takes the validation loss of the next epoch; returns whether its weights are to be kept instead
   * of those kept so far.
   */
  boolean keeps(double validationLoss);

  /** Returns whether that epoch was the last. */
  boolean stops();
}
