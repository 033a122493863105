package org.fe4j.metrics;

/** A metric as a user writes one: the share of rows that are predicted to be of the first class. */
public final class ShareOfClass implements Metric {
  @Override
  public String key() {
    return "shareOfFirst";
  }

  @Override
  public String label() {
    return "share of the first class";
  }

  @Override
  public double of(Predictions predictions) {
    int rows = 0;
    for (int row = 0; row < predictions.size(); row++) {
      rows += predictions.predicted(row) == 0 ? 1 : 0;
    }
    return (double) rows / predictions.size();
  }

  @Override
  public boolean higherIsBetter() {
    return false;
  }
}
