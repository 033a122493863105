package org.fe4j.benchmarks;

import com.google.common.collect.ImmutableList;
import java.util.concurrent.TimeUnit;
import org.fe4j.head.AuditResult;
import org.fe4j.head.CrossValidator;
import org.fe4j.head.HeadAudit;
import org.fe4j.head.HeadTrainer;
import org.fe4j.head.LinearHeadTrainer;
import org.fe4j.head.LogisticRegressionTrainer;
import org.fe4j.head.NearestMeanTrainer;
import org.fe4j.head.NearestNeighborsTrainer;
import org.fe4j.metrics.ClassificationMetrics;
import org.fe4j.progress.ProgressListener;
import org.fe4j.validation.StratifiedKFold;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What heads cost: a cross-validation in 5 folds of 5,000 features of 2,048 values, 20 classes,
 * from fitting to the accuracy. Features are made up as a network's are, a hundred directions of
 * falling variance behind a ReLU, with noise.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(1)
public class HeadBenchmark {
  private static final StratifiedKFold FOLDS = StratifiedKFold.of(5);

  private final int rows;
  private final int dimension;
  private final int classes;
  private HeadBenchmarkData data = HeadBenchmarkData.of(0, 1, 1);
  private ImmutableList<String> ids = ImmutableList.of();

  /** Creates the benchmark; JMH calls {@link #make} next. */
  public HeadBenchmark() {
    this(5000, 2048, 20);
  }

  HeadBenchmark(int rows, int dimension, int classes) {
    this.rows = rows;
    this.dimension = dimension;
    this.classes = classes;
  }

  /** Makes features and labels. */
  @Setup
  public void make() {
    data = HeadBenchmarkData.of(rows, dimension, classes);
    ids = data.ids();
  }

  private double accuracy(HeadTrainer trainer) {
    return ClassificationMetrics.of(
            CrossValidator.of(FOLDS, trainer)
                .validate(data.features(), data.labels(), ids, ProgressListener.NONE)
                .predictions())
        .accuracy();
  }

  /** One linear layer under Adam, as the standard protocol has it. */
  @Benchmark
  public double linearHead() {
    return accuracy(LinearHeadTrainer.standard());
  }

  /** Logistic regression, with C chosen. */
  @Benchmark
  public double logisticRegression() {
    return accuracy(LogisticRegressionTrainer.standard());
  }

  /** Twenty nearest neighbours. */
  @Benchmark
  public double nearestNeighbors() {
    return accuracy(NearestNeighborsTrainer.standard());
  }

  /** Nearest class mean. */
  @Benchmark
  public double nearestMean() {
    return accuracy(NearestMeanTrainer.standard());
  }

  /** Linear heads of three learning rates and three scalings. */
  @Benchmark
  public AuditResult audit() {
    return HeadAudit.standard().run(data.features(), data.labels(), FOLDS, ProgressListener.NONE);
  }
}
