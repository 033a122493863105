package org.fe4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.fe4j.head.LinearHeadTrainer;
import org.fe4j.head.LogisticRegressionTrainer;
import org.fe4j.head.NearestMeanTrainer;
import org.fe4j.head.Scaling;
import org.fe4j.validation.KFold;
import org.fe4j.validation.StratifiedKFold;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Protocols that are found again by what a report says of them. */
class DescribedProtocolTest {

  static Stream<Protocol> found() {
    Protocol standard = Protocol.standard();
    Protocol paper = Protocol.paper();
    return Stream.of(
        standard,
        paper,
        standard.withSeed(7),
        standard.withSeed(-3).withFolds(10),
        standard.withScaling(Scaling.L2),
        standard.withScaling(Scaling.NONE).withSeed(1),
        standard.withResizing(Resizing.BICUBIC_TO_CROP).withCopies(CopyPolicy.NEAR_TOGETHER),
        paper.withScaling(Scaling.STANDARDIZE).withResizing(Resizing.AS_PUBLISHED),
        paper.withFolds(3).withSeed(5),
        standard.withHead(LogisticRegressionTrainer.standard()),
        standard.withHead(LogisticRegressionTrainer.builder().scaling(Scaling.L2).build()),
        standard.withValidation(StratifiedKFold.of(4).withSeed(9)),
        standard.withValidation(KFold.of(4)));
  }

  @ParameterizedTest
  @MethodSource("found")
  void isTheSame(Protocol protocol) {
    Protocol again = new DescribedProtocol(protocol.describe()).protocol();
    assertThat(again.describe()).isEqualTo(protocol.describe());
  }

  @Test
  void takesItsOwnDivisionForOneThatIsNotKnown() {
    Map<String, String> described =
        new HashMap<>(Protocol.standard().withScaling(Scaling.L2).describe());
    described.put("validation", "the parts train and test");
    described.put("copies", "this division does not keep copies and groups together");
    Protocol again = new DescribedProtocol(described).protocol();
    assertThat(again).isEqualTo(Protocol.standard().withScaling(Scaling.L2));
  }

  @Test
  void refusesWhatItCannotFind() {
    Protocol ownHead =
        Protocol.standard().withHead(LinearHeadTrainer.builder().learningRate(0.1).build());
    assertThatThrownBy(() -> new DescribedProtocol(ownHead.describe()).protocol())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The head of this report, \"linear head: ")
        .hasMessageEndingWith(
            "cannot be made from its description: it is of one's own, or of another version of"
                + " fe4j. Give the Protocol that the evaluation ran under instead of the report's"
                + " description");
    Protocol mean = Protocol.standard().withHead(NearestMeanTrainer.standard());
    assertThatThrownBy(() -> new DescribedProtocol(mean.describe()).protocol())
        .hasMessageStartingWith("The head of this report, \"nearest");
    assertThatThrownBy(() -> new DescribedProtocol(Map.of()).protocol())
        .hasMessageStartingWith("The protocol of this report, \"\", cannot be made");
    Map<String, String> newer = new HashMap<>(Protocol.standard().describe());
    newer.put("protocol", "standard, version 9");
    assertThatThrownBy(() -> new DescribedProtocol(newer).protocol())
        .hasMessageStartingWith("This fe4j has no protocol \"standard\" of version 9");
  }
}
