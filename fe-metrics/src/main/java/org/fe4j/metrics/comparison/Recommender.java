package org.fe4j.metrics.comparison;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fe4j.metrics.Decimals;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.comparison.Recommendation.Alternative;
import org.fe4j.metrics.comparison.TiedWithBest.Rival;

/** Finds a {@link Recommendation}. */
final class Recommender {
  final Metric metric;
  final Limits limits;
  Optional<String> model = Optional.empty();
  OptionalDouble score = OptionalDouble.empty();
  Optional<Cost> cost = Optional.empty();
  ImmutableList<Alternative> alternatives = ImmutableList.of();
  ImmutableMap<String, ImmutableList<String>> excluded = ImmutableMap.of();
  Optional<String> nearest = Optional.empty();
  String sentence = "";
  ImmutableList<String> notes = ImmutableList.of();

  private final Comparison comparison;
  private final CompleteBlock block;
  private final Map<String, LimitCheck> checks = new LinkedHashMap<>();

  Recommender(Comparison comparison, Metric metric, Limits limits) {
    this.comparison = comparison;
    this.metric = metric;
    this.limits = limits;
    this.block = CompleteBlock.of(comparison, metric);
  }

  Recommendation recommend() {
    ImmutableMap.Builder<String, ImmutableList<String>> misses = ImmutableMap.builder();
    for (String name : block.models()) {
      LimitCheck check = LimitCheck.of(comparison.model(name), limits);
      checks.put(name, check);
      if (!check.isSatisfied()) {
        misses.put(name, check.texts());
      }
    }
    excluded = misses.buildOrThrow();
    notes =
        Stream.concat(block.leftOut().stream(), unknownFacts())
            .collect(ImmutableList.toImmutableList());
    List<String> candidates =
        block.models().stream().filter(name -> !excluded.containsKey(name)).toList();
    if (block.models().isEmpty()) {
      sentence = "No model has a score.";
    } else if (candidates.isEmpty()) {
      nothingSatisfies();
    } else {
      choose(candidates);
    }
    return new Recommendation(this);
  }

  private Stream<String> unknownFacts() {
    return checks.entrySet().stream()
        .flatMap(
            entry ->
                entry.getValue().violations().stream()
                    .filter(LimitCheck.Violation::isUnknown)
                    .map(
                        violation ->
                            "%s is taken not to satisfy a limit: %s."
                                .formatted(entry.getKey(), violation.text())));
  }

  private void nothingSatisfies() {
    Comparator<String> order = Comparator.comparing(name -> check(name), LimitCheck.NEAREST_FIRST);
    String closest = block.models().stream().min(order).orElseThrow();
    nearest = Optional.of(closest);
    sentence =
        "No model satisfies the limits (%s). Nearest is %s: %s."
            .formatted(
                LimitCheck.words(limits), closest, String.join("; ", check(closest).texts()));
  }

  private LimitCheck check(String name) {
    LimitCheck check = checks.get(name);
    if (check == null) {
      throw new IllegalStateException("No check of " + name);
    }
    return check;
  }

  private void choose(List<String> candidates) {
    TiedWithBest ties = PairedComparison.among(comparison, block, candidates, metric);
    String chosen = ties.best().orElseThrow();
    model = Optional.of(chosen);
    score = OptionalDouble.of(block.meanScore(chosen));
    cost =
        Stream.of(Cost.TIME, Cost.MULTIPLY_ADDS, Cost.PARAMETERS)
            .filter(
                one ->
                    candidates.stream()
                        .allMatch(name -> one.of(comparison.model(name)).isPresent()))
            .findFirst();
    alternatives = cheaper(chosen, ties);
    List<String> sentences = new ArrayList<>();
    sentences.add(choice(chosen, candidates.size()));
    againstBestOfAll(chosen).ifPresent(sentences::add);
    if (candidates.size() > 1) {
      sentences.add(alternativesSentence());
    }
    sentence = String.join(" ", sentences);
  }

  private ImmutableList<Alternative> cheaper(String chosen, TiedWithBest ties) {
    List<Alternative> found = new ArrayList<>();
    for (Rival rival : ties.rivals()) {
      OptionalDouble share = costShare(rival.model(), chosen);
      if (rival.isTied() && share.isPresent() && share.getAsDouble() < 1) {
        found.add(
            new Alternative(
                rival.model(), rival.difference(), rival.adjustedPValue(), share.getAsDouble()));
      }
    }
    return found.stream()
        .sorted(Comparator.comparingDouble(Alternative::costShare))
        .collect(ImmutableList.toImmutableList());
  }

  private OptionalDouble costShare(String name, String other) {
    if (cost.isEmpty()) {
      return OptionalDouble.empty();
    }
    OptionalDouble first = cost.get().of(comparison.model(name));
    OptionalDouble second = cost.get().of(comparison.model(other));
    return first.isPresent() && second.isPresent()
        ? OptionalDouble.of(first.getAsDouble() / second.getAsDouble())
        : OptionalDouble.empty();
  }

  private String choice(String chosen, int candidates) {
    String what =
        block.datasets().size() == 1
            ? "%s on %s".formatted(metric.label(), block.datasets().get(0))
            : "mean %s over %d data sets".formatted(metric.label(), block.datasets().size());
    String figure = Decimals.fixed(block.meanScore(chosen), 4);
    if (limits.equals(Limits.none())) {
      return "%s has the best %s (%s).".formatted(chosen, what, figure);
    }
    if (candidates == 1) {
      return "Of %s only %s satisfies the limits (%s): %s %s."
          .formatted(
              Sentences.count(block.models().size(), "model"),
              chosen,
              LimitCheck.words(limits),
              what,
              figure);
    }
    return "Of %d models %d satisfy the limits (%s); %s is the best of them by %s (%s)."
        .formatted(
            block.models().size(), candidates, LimitCheck.words(limits), chosen, what, figure);
  }

  /** Says what the limits cost: how far the best of all models is, where it is another one. */
  private Optional<String> againstBestOfAll(String chosen) {
    if (excluded.isEmpty()) {
      return Optional.empty();
    }
    TiedWithBest all = TiedWithBest.overall(comparison, metric);
    String best = all.best().orElseThrow();
    if (best.equals(chosen)) {
      return Optional.empty();
    }
    if (all.rival(chosen).isEmpty()) {
      return Optional.of(
          "It is not compared with the best of all (%s): %s."
              .formatted(best, all.refused().getOrDefault(chosen, "no figure")));
    }
    Rival rival = all.rival(chosen).get();
    String p = Sentences.pEquals(rival.adjustedPValue());
    if (!rival.isTied()) {
      return Optional.of(
          "The best of all (%s) is better by %s (p %s), but does not satisfy the limits."
              .formatted(best, Sentences.difference(metric, rival.difference()), p));
    }
    OptionalDouble share = costShare(chosen, best);
    return Optional.of(
        "It is within noise of the best of all (%s, %s, p %s)%s."
            .formatted(
                best,
                Sentences.change(metric, rival.difference()),
                p,
                share.isPresent() ? at(share.getAsDouble()) : ""));
  }

  private String alternativesSentence() {
    if (cost.isEmpty()) {
      return "Which of the others are cheaper is unknown: no cost is known of all.";
    }
    if (alternatives.isEmpty()) {
      return "No cheaper model is within noise of it.";
    }
    return "Cheaper and within noise of it: "
        + alternatives.stream()
            .map(
                one ->
                    "%s (%s, p %s)%s"
                        .formatted(
                            one.model(),
                            Sentences.change(metric, -one.loss()),
                            Sentences.pEquals(one.pValue()),
                            at(one.costShare())))
            .collect(Collectors.joining(", "))
        + ".";
  }

  private String at(double share) {
    return " at %s of the %s"
        .formatted(Sentences.share(share), cost.map(Cost::noun).orElse("cost"));
  }
}
