package org.fe4j.benchmarks;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.concurrent.TimeUnit;
import org.fe4j.head.Head;
import org.fe4j.head.LinearHeadTrainer;
import org.fe4j.metrics.TrainingCurve;
import org.fe4j.progress.ProgressListener;
import org.fe4j.validation.FittingPart;
import org.fe4j.validation.Fold;
import org.fe4j.validation.StratifiedKFold;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What an epoch of head training costs at the size of CIFAR-10 and of Stanford Cars with features
 * of 1,280 values: 5 folds, {@value #EPOCHS} epochs, one after the other, scaling and validation
 * included. {@code head.py time} measures PyTorch beside it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(1)
public class HeadBenchmarkFullSize {

  /** Few of the up to 100: each costs the same. */
  static final int EPOCHS = 3;

  /** Rows, dimension and classes. */
  @Param({"60000x1280x10", "16185x1280x196"})
  String size;

  /** The rows of a step. */
  @Param({"32", "256"})
  int batch;

  private HeadBenchmarkData data = HeadBenchmarkData.of(0, 1, 1);
  private ImmutableList<FittingPart> parts = ImmutableList.of();

  /** Creates the benchmark; JMH sets its parameters and calls {@link #make} next. */
  public HeadBenchmarkFullSize() {
    this("60000x1280x10", 32);
  }

  HeadBenchmarkFullSize(String size, int batch) {
    this.size = size;
    this.batch = batch;
  }

  /** Makes features, labels and folds. */
  @Setup
  public void make() {
    String[] numbers = size.split("x", -1);
    data =
        HeadBenchmarkData.of(
            Integer.parseInt(numbers[0]),
            Integer.parseInt(numbers[1]),
            Integer.parseInt(numbers[2]));
    parts =
        StratifiedKFold.of(5).split(data.labels()).stream()
            .map(Fold::fitting)
            .collect(ImmutableList.toImmutableList());
  }

  /** Trains the heads of five folds; returns the loss of each in the last epoch. */
  @Benchmark
  public ImmutableDoubleArray train() {
    LinearHeadTrainer trainer =
        LinearHeadTrainer.builder().batchSize(batch).epochs(EPOCHS).patience(EPOCHS).build();
    ImmutableDoubleArray.Builder losses = ImmutableDoubleArray.builder();
    for (Head head : trainer.fit(data.features(), data.labels(), parts, ProgressListener.NONE)) {
      TrainingCurve curve = head.trainingCurve().orElseThrow();
      losses.add(curve.trainLosses().get(EPOCHS - 1));
    }
    return losses.build();
  }
}
