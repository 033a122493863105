package org.fe4j;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.fe4j.feature.ExtractionCost;
import org.fe4j.metrics.comparison.ModelFacts;
import org.fe4j.progress.ProgressListener;

/**
 * What is judged: a backbone, or the features that one gave before. An implementation holds nothing
 * native.
 */
interface Candidate {
  /** Returns what it is called in reports; in a comparison no two have one name. */
  String name();

  /**
   * Opens it; whoever does closes it.
   *
   * @throws IOException if what it needs cannot be read or loaded
   */
  FeatureSource open(ProgressListener progress) throws IOException;

  /** Returns what a comparison tells of it. */
  ModelFacts facts(Optional<ExtractionCost> cost, List<CellOutcome> outcomes);
}
