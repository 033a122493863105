package org.fe4j.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fe4j.head.LinearFixture.Trajectory;
import org.fe4j.metrics.TrainingCurve;
import org.fe4j.progress.ProgressListener;
import org.fe4j.validation.FittingPart;
import org.fe4j.validation.TrainPart;
import org.fe4j.validation.ValidationPart;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Training goes the way that PyTorch's goes, epoch by epoch. */
class AdamTrajectoryTest {

  static Stream<Arguments> trajectories() throws IOException {
    LinearFixture fixture = LinearFixture.read();
    return fixture.adam().stream().map(trajectory -> Arguments.of(fixture, trajectory));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("trajectories")
  void followsPyTorchInFloat64(LinearFixture fixture, Trajectory expected) {
    assertFollows(train(fixture, expected, true), expected, 1e-9);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("trajectories")
  void followsPyTorchInFloat32(LinearFixture fixture, Trajectory expected) {
    assertFollows(train(fixture, expected, false), expected, 1e-5);
  }

  private static LinearHead train(LinearFixture fixture, Trajectory expected, boolean float64) {
    LinearHeadTrainer trainer =
        LinearHeadTrainer.builder()
            .scaling(Scaling.NONE)
            .learningRate(expected.learningRate())
            .batchSize(expected.batchSize())
            .epochs(expected.epochs())
            .shuffling(Shuffling.NEVER)
            .float64(float64)
            .build();
    int[] rows = IntStream.range(0, fixture.labels().size()).toArray();
    FittingPart part =
        new FittingPart(
            new TrainPart(ImmutableIntArray.copyOf(rows)),
            new ValidationPart(ImmutableIntArray.of()));
    return trainer
        .train(fixture.matrix(), fixture.classes(), ImmutableList.of(part), ProgressListener.NONE)
        .get(0);
  }

  private static void assertFollows(LinearHead head, Trajectory expected, double tolerance) {
    TrainingCurve actual = head.trainingCurve().orElseThrow();
    assertThat(actual.trainLosses().length()).isEqualTo(expected.epochs());
    for (int epoch = 0; epoch < expected.epochs(); epoch++) {
      assertThat(actual.trainLosses().get(epoch))
          .as("loss of epoch %d", epoch + 1)
          .isCloseTo(expected.trainingLossPerEpoch().get(epoch), within(tolerance));
    }
    int dimension = expected.weight().get(0).size();
    for (int c = 0; c < expected.bias().size(); c++) {
      for (int i = 0; i < dimension; i++) {
        assertThat(head.weight(i, c)).isCloseTo(expected.weight().get(c).get(i), within(tolerance));
      }
      assertThat(head.weight(dimension, c)).isCloseTo(expected.bias().get(c), within(tolerance));
    }
    assertThat(actual.keptEpoch()).isEqualTo(expected.epochs());
  }
}
