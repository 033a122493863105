package org.fe4j;

import java.util.Optional;

/**
 * How a backbone did on a data set, or why it could not.
 *
 * @param cell what came of it, if anything did
 * @param failure why nothing did; empty where something did
 */
record CellOutcome(Optional<CellRun.Cell> cell, String failure) {

  static CellOutcome of(CellRun.Cell cell) {
    return new CellOutcome(Optional.of(cell), "");
  }

  static CellOutcome failed(String reason) {
    return new CellOutcome(Optional.empty(), reason);
  }
}
