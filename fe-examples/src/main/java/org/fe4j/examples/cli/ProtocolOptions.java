package org.fe4j.examples.cli;

import java.util.List;
import org.fe4j.CopyPolicy;
import org.fe4j.Evaluation;
import org.fe4j.Protocol;
import org.fe4j.head.HeadTrainer;
import org.fe4j.head.LinearHeadTrainer;
import org.fe4j.head.LogisticRegressionTrainer;
import org.fe4j.head.NearestMeanTrainer;
import org.fe4j.head.NearestNeighborsTrainer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How backbones are judged. */
final class ProtocolOptions {
  /** The protocols by their names. */
  enum Name {
    STANDARD,
    PAPER
  }

  /** The policies by short names. */
  enum Copies {
    DIVIDED,
    EXACT,
    NEAR
  }

  @Option(
      names = "--protocol",
      paramLabel = "standard|paper",
      description =
          "The sound one, or that of arXiv 2310.02037 (default: standard); docs/concepts/protocol.md"
              + " has both.")
  private Name name = Name.STANDARD;

  @Option(
      names = "--copies",
      paramLabel = "divided|exact|near",
      description =
          "Which copies of an image folds keep together: none, those with the same bytes, also those"
              + " that show the same picture (default: exact; the paper's protocol: divided).")
  private @Nullable Copies copies;

  /** The heads by short names. */
  enum Head {
    LINEAR,
    LOGISTIC,
    NEIGHBORS,
    MEAN
  }

  @Option(
      names = "--head",
      paramLabel = "linear|logistic|neighbors|mean",
      description =
          "One linear layer under Adam; logistic regression by L-BFGS; k nearest neighbours; nearest"
              + " class mean (default: linear).")
  private Head head = Head.LINEAR;

  /** Returns whether a division into train and test parts is not looked at. */
  boolean joinsParts() {
    return name == Name.PAPER;
  }

  /**
   * Refuses these options beside one that stands for them.
   *
   * @throws ParameterException if one is given
   */
  static void refuseBeside(String other, CommandSpec command) {
    List<String> given =
        List.of("--protocol", "--copies", "--head").stream()
            .filter(command.commandLine().getParseResult()::hasMatchedOption)
            .toList();
    if (!given.isEmpty()) {
      throw ModelOptions.usage(
          command, "%s says the protocol: leave out %s".formatted(other, String.join(", ", given)));
    }
  }

  void applyTo(Evaluation<?> evaluation) {
    evaluation.protocol(withoutHead());
    apply(head, evaluation);
  }

  /** Returns the protocol that the options say. */
  Protocol protocol() {
    Protocol protocol = withoutHead();
    return head == Head.LINEAR ? protocol : protocol.withHead(trainer(head));
  }

  private Protocol withoutHead() {
    Protocol protocol = name == Name.PAPER ? Protocol.paper() : Protocol.standard();
    return copies == null
        ? protocol
        : protocol.withCopies(
            switch (copies) {
              case DIVIDED -> CopyPolicy.DIVIDED;
              case EXACT -> CopyPolicy.EXACT_TOGETHER;
              case NEAR -> CopyPolicy.NEAR_TOGETHER;
            });
  }

  /** Sets a head; the linear one is the protocol's own. */
  static void apply(Head head, Evaluation<?> evaluation) {
    if (head != Head.LINEAR) {
      evaluation.head(trainer(head));
    }
  }

  private static HeadTrainer trainer(Head head) {
    return switch (head) {
      case LINEAR -> LinearHeadTrainer.standard();
      case LOGISTIC -> LogisticRegressionTrainer.standard();
      case NEIGHBORS -> NearestNeighborsTrainer.standard();
      case MEAN -> NearestMeanTrainer.standard();
    };
  }
}
