package org.fe4j.head;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.List;
import java.util.stream.IntStream;
import org.fe4j.validation.FittingPart;
import org.fe4j.validation.Fold;
import org.fe4j.validation.TrainPart;
import org.fe4j.validation.ValidationPart;

/** Parts to fit on. */
final class Parts {

  private Parts() {}

  static FittingPart of(IntStream train, IntStream validation) {
    return new FittingPart(
        new TrainPart(ImmutableIntArray.copyOf(train)),
        new ValidationPart(ImmutableIntArray.copyOf(validation)));
  }

  /** Returns one part without validation rows. */
  static ImmutableList<FittingPart> all(int rows) {
    return train(IntStream.range(0, rows));
  }

  static ImmutableList<FittingPart> train(IntStream rows) {
    return ImmutableList.of(of(rows, IntStream.empty()));
  }

  static ImmutableList<FittingPart> fitting(List<Fold> folds) {
    return folds.stream().map(Fold::fitting).collect(ImmutableList.toImmutableList());
  }
}
