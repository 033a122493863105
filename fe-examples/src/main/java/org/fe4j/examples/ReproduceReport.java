package org.fe4j.examples;

import java.nio.file.Path;
import org.fe4j.Evaluation;
import org.fe4j.Reproduction;

/** Runs the evaluation of a report again. */
public final class ReproduceReport {
  private ReproduceReport() {}

  /** Takes the {@code report.json} of an evaluation. */
  public static void main(String[] arguments) {
    Path report = Path.of(arguments[0]);
    // begin: reproduce
    Reproduction again = Evaluation.reproduce(report);
    System.out.println(again); // what differs, if anything
    System.out.println(again.samePredictions());
    // end: reproduce
  }
}
