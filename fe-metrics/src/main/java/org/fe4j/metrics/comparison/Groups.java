package org.fe4j.metrics.comparison;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import java.util.List;
import java.util.Optional;
import org.fe4j.metrics.Metric;

/**
 * How far models of one kind differ from each other, and kinds from kinds: mean and spread of the
 * scores of each group of models, on each data set and over all.
 *
 * <p>What a model is made of and what it was trained on are two groupings. A model of which the
 * fact is unknown is in the group {@value #UNKNOWN}. Immutable and safe for use by multiple
 * threads.
 */
public final class Groups {
  /** The group of models of which the fact is unknown. */
  public static final String UNKNOWN = "unknown";

  /** What models are grouped by. */
  public enum Grouping {
    /** What the model is made of. */
    KIND("kind"),
    /** What the model was trained on. */
    PRETRAINING("pre-training");

    private final String label;

    Grouping(String label) {
      this.label = label;
    }

    /** Returns what the grouping is called in texts: {@code "pre-training"}. */
    public String label() {
      return label;
    }

    String groupOf(ModelFacts facts) {
      return switch (this) {
        case KIND -> facts.kind().map(ModelKind::label).orElse(UNKNOWN);
        case PRETRAINING -> facts.pretraining().orElse(UNKNOWN);
      };
    }
  }

  /**
   * The scores of the models of one group.
   *
   * @param group what the group is called
   * @param dataset the data set; nothing for the mean over the data sets on which all models have a
   *     score
   * @param models the names of the models that have a score there, at least one
   * @param mean of the models' scores
   * @param standardDeviation with n - 1; NaN for one model
   * @param min the lowest score
   * @param max the highest score
   */
  public record Spread(
      String group,
      Optional<String> dataset,
      ImmutableList<String> models,
      double mean,
      double standardDeviation,
      double min,
      double max) {}

  private final Metric metric;
  private final Grouping grouping;
  private final ImmutableList<Spread> spreads;
  private final ImmutableList<String> leftOut;

  private Groups(
      Metric metric,
      Grouping grouping,
      ImmutableList<Spread> spreads,
      ImmutableList<String> leftOut) {
    this.metric = metric;
    this.grouping = grouping;
    this.spreads = spreads;
    this.leftOut = leftOut;
  }

  /** Returns the groups of the comparison's models by their scores. */
  public static Groups of(Comparison comparison, Metric metric, Grouping grouping) {
    ImmutableListMultimap.Builder<String, String> members = ImmutableListMultimap.builder();
    for (ModelFacts facts : comparison.models()) {
      members.put(grouping.groupOf(facts), facts.name());
    }
    ImmutableListMultimap<String, String> groups = members.build();
    ImmutableList.Builder<Spread> spreads = ImmutableList.builder();
    for (String dataset : comparison.datasetNames()) {
      for (String group : groups.keySet()) {
        List<String> models =
            groups.get(group).stream()
                .filter(model -> !Double.isNaN(comparison.score(model, dataset, metric)))
                .toList();
        add(
            spreads,
            group,
            Optional.of(dataset),
            models,
            models.stream()
                .mapToDouble(model -> comparison.score(model, dataset, metric))
                .toArray());
      }
    }
    CompleteBlock block = CompleteBlock.of(comparison, metric);
    for (String group : groups.keySet()) {
      List<String> models = groups.get(group).stream().filter(block.models()::contains).toList();
      add(
          spreads,
          group,
          Optional.empty(),
          models,
          models.stream().mapToDouble(block::meanScore).toArray());
    }
    return new Groups(metric, grouping, spreads.build(), block.leftOut());
  }

  private static void add(
      ImmutableList.Builder<Spread> spreads,
      String group,
      Optional<String> dataset,
      List<String> models,
      double[] scores) {
    if (scores.length == 0) {
      return;
    }
    double min = scores[0];
    double max = scores[0];
    for (double score : scores) {
      min = Math.min(min, score);
      max = Math.max(max, score);
    }
    spreads.add(
        new Spread(
            group,
            dataset,
            ImmutableList.copyOf(models),
            Moments.mean(scores),
            Moments.standardDeviation(scores),
            min,
            max));
  }

  /** Returns whose scores they are. */
  public Metric metric() {
    return metric;
  }

  /** Returns what models are grouped by. */
  public Grouping grouping() {
    return grouping;
  }

  /** Returns the groups of each data set in turn, and last those over all. */
  public ImmutableList<Spread> spreads() {
    return spreads;
  }

  /** Returns the groups over all data sets, in the order in which their models come. */
  public ImmutableList<Spread> overall() {
    return spreads.stream()
        .filter(spread -> spread.dataset().isEmpty())
        .collect(ImmutableList.toImmutableList());
  }

  /** Returns a sentence for each model and data set that is not in the figures over all. */
  public ImmutableList<String> leftOut() {
    return leftOut;
  }
}
