package org.fe4j.head;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.ImmutableDoubleArray;
import com.google.common.primitives.ImmutableIntArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.fe4j.feature.FeatureMatrix;
import org.fe4j.metrics.ClassificationMetrics;
import org.fe4j.metrics.Predictions;
import org.fe4j.progress.ProgressListener;
import org.fe4j.validation.Fold;
import org.fe4j.validation.Labels;
import org.fe4j.validation.Splitter;

/**
 * Asks whether what is said about features depends on how their head is trained: trains linear
 * heads for each learning rate, scaling and fold. By default learning rates 0.0001, 0.001 and 0.01
 * under every {@link Scaling}, all else as {@link LinearHeadTrainer#standard()}.
 *
 * <p>All folds and scalings are trained at once on the threads of the JVM's common pool, and the
 * heads that differ in their learning rate side by side, each row read and scaled once for them.
 * Each head is to the bit the one that {@link LinearHeadTrainer} fits.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class HeadAudit {

  private static final HeadAudit STANDARD =
      new HeadAudit(
          LinearHeadTrainer.standard(),
          ImmutableDoubleArray.of(1e-4, 1e-3, 1e-2),
          ImmutableList.copyOf(Scaling.values()));

  private final LinearHeadTrainer trainer;
  private final ImmutableDoubleArray learningRates;
  private final ImmutableList<Scaling> scalings;

  private HeadAudit(
      LinearHeadTrainer trainer,
      ImmutableDoubleArray learningRates,
      ImmutableList<Scaling> scalings) {
    this.trainer = trainer;
    this.learningRates = learningRates;
    this.scalings = scalings;
  }

  /** Returns the audit with all defaults. */
  public static HeadAudit standard() {
    return STANDARD;
  }

  /** Returns an audit of heads that are trained like this, but for learning rate and scaling. */
  public HeadAudit withTrainer(LinearHeadTrainer value) {
    return new HeadAudit(value, learningRates, scalings);
  }

  /**
   * Returns an audit of these learning rates, each of them once.
   *
   * @throws IllegalArgumentException if there is none, or one is not positive
   */
  public HeadAudit withLearningRates(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("Name at least one learning rate");
    }
    LinearHeadTrainer.Builder check = trainer.toBuilder();
    for (double value : values) {
      check.learningRate(value);
    }
    return new HeadAudit(
        trainer, ImmutableDoubleArray.copyOf(Arrays.stream(values).distinct()), scalings);
  }

  /**
   * Returns an audit of these scalings, each of them once.
   *
   * @throws IllegalArgumentException if there is none
   */
  public HeadAudit withScalings(Collection<Scaling> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("Name at least one scaling");
    }
    return new HeadAudit(trainer, learningRates, ImmutableSet.copyOf(values).asList());
  }

  /**
   * Returns how well heads do under each setting.
   *
   * @throws IllegalArgumentException if features and labels do not fit together, the labels cannot
   *     be divided, or a feature is not a finite number
   */
  public AuditResult run(
      FeatureMatrix features, Labels labels, Splitter splitter, ProgressListener progress) {
    ImmutableList<Fold> folds = splitter.split(labels);
    SplitterCrossValidator.refuseOverlap(folds);
    FittingChecks.check(features, labels, folds.stream().map(Fold::fitting).toList());
    long epochs = (long) trainer.settings().epochs() * learningRates.length();
    ProgressCount count =
        new ProgressCount(
            "Auditing heads", epochs * folds.size() * scalings.size(), "epochs", progress);
    List<Run> runs = new ArrayList<>();
    for (Scaling scaling : scalings) {
      folds.forEach(fold -> runs.add(new Run(scaling, fold)));
    }
    ImmutableList<ImmutableList<ImmutableIntArray>> predicted =
        runs.parallelStream()
            .map(run -> train(run, features, labels, count))
            .collect(ImmutableList.toImmutableList());
    ImmutableList.Builder<AuditedSetting> settings = ImmutableList.builder();
    for (int s = 0; s < scalings.size(); s++) {
      List<ImmutableList<ImmutableIntArray>> ofScaling =
          predicted.subList(s * folds.size(), (s + 1) * folds.size());
      for (int rate = 0; rate < learningRates.length(); rate++) {
        int which = rate;
        List<ImmutableIntArray> ofRate = ofScaling.stream().map(all -> all.get(which)).toList();
        settings.add(setting(learningRates.get(rate), scalings.get(s), labels, folds, ofRate));
      }
    }
    long tested = folds.stream().flatMapToInt(f -> f.test().rows().stream()).distinct().count();
    return new AuditResult((int) tested, settings.build());
  }

  /** What one thread does. */
  private record Run(Scaling scaling, Fold fold) {}

  /** Returns for each learning rate the classes of the test rows; none where training diverged. */
  private ImmutableList<ImmutableIntArray> train(
      Run run, FeatureMatrix features, Labels labels, ProgressCount count) {
    LinearSettings settings = trainer.settings().withScaling(run.scaling);
    return new FoldTraining(settings, learningRates, features, labels, run.fold.fitting())
        .run(count::add).stream()
            .map(
                outcome ->
                    outcome.diverged()
                        ? ImmutableIntArray.of()
                        : classes(outcome.head(), features, run.fold.test().rows()))
            .collect(ImmutableList.toImmutableList());
  }

  private static ImmutableIntArray classes(
      Head head, FeatureMatrix features, ImmutableIntArray rows) {
    return ImmutableIntArray.copyOf(
        rows.stream().map(row -> indexOfLargest(head.probabilities(features, row))));
  }

  /** The lowest index among equals, as {@link Predictions} has it. */
  private static int indexOfLargest(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }

  private static AuditedSetting setting(
      double learningRate,
      Scaling scaling,
      Labels labels,
      List<Fold> folds,
      List<ImmutableIntArray> predicted) {
    boolean diverged =
        IntStream.range(0, folds.size())
            .anyMatch(f -> predicted.get(f).length() < folds.get(f).test().rows().length());
    if (diverged) {
      return new AuditedSetting(learningRate, scaling, Double.NaN, Double.NaN);
    }
    Predictions.Builder builder = Predictions.builder(labels.classNames());
    for (int fold = 0; fold < folds.size(); fold++) {
      ImmutableIntArray rows = folds.get(fold).test().rows();
      for (int i = 0; i < rows.length(); i++) {
        int row = rows.get(i);
        builder.addLabels(
            Integer.toString(row), labels.values().get(row), predicted.get(fold).get(i), fold);
      }
    }
    ClassificationMetrics metrics = ClassificationMetrics.of(builder.build());
    return new AuditedSetting(learningRate, scaling, metrics.accuracy(), metrics.macro().f1());
  }

  /** Returns itself for reports: what is varied. */
  public String description() {
    return "audit of the head: learning rates %s; %s"
        .formatted(
            learningRates,
            String.join(" | ", scalings.stream().map(Scaling::description).toList()));
  }

  @Override
  public String toString() {
    return description();
  }
}
