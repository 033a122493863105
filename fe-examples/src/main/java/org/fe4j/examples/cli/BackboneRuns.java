package org.fe4j.examples.cli;

import com.google.common.collect.ImmutableList;
import java.util.Locale;
import java.util.OptionalDouble;
import org.fe4j.feature.FeatureComparison;
import org.fe4j.metrics.PredictionChanges;

/**
 * A backbone on all engines and in all precisions that were asked for.
 *
 * @param backbone its name
 * @param runs in the order in which they were asked for
 */
record BackboneRuns(String backbone, ImmutableList<EngineRun> runs) {

  /** Returns whether something is wrong: a run failed, or there is none. */
  boolean failed() {
    return compared() == 0 || runs.stream().anyMatch(EngineRun::failed);
  }

  /** Returns how many went through. */
  long compared() {
    return runs.stream().filter(run -> run.outcome().isPresent()).count();
  }

  /** Returns the figures, a row for each run. */
  TextTable table() {
    TextTable table =
        TextTable.of(
            "run",
            "min cosine",
            "mean cosine",
            "max difference",
            "relative",
            "changed",
            "to wrong",
            "to right",
            "accuracy",
            "ms/image",
            "result");
    runs.forEach(run -> table.add(cells(run)));
    return table;
  }

  private static String[] cells(EngineRun run) {
    if (run.outcome().isEmpty()) {
      return new String[] {
        run.setting().toString(), "", "", "", "", "", "", "", "", "", run.result()
      };
    }
    FeatureComparison features = run.outcome().get().features();
    PredictionChanges predictions = run.outcome().get().predictions();
    OptionalDouble time = run.outcome().get().millisecondsPerImage();
    return new String[] {
      run.setting().toString(),
      cosine(features.smallestCosine()),
      cosine(features.meanCosine()),
      format("%.2e", features.largestDifference()),
      format("%.2e", features.relativeDifference()),
      Integer.toString(predictions.changed()),
      Integer.toString(predictions.rightToWrong()),
      Integer.toString(predictions.wrongToRight()),
      format("%.4f", predictions.accuracyAfter()),
      time.isPresent() ? format("%.2f", time.getAsDouble()) : "",
      run.result()
    };
  }

  /** Rounded down: what is not 1 must not look like it. */
  private static String cosine(double value) {
    return format("%.7f", Math.floor(value * 1e7) / 1e7);
  }

  private static String format(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
