package org.fe4j.metrics.comparison;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import org.fe4j.metrics.Decimals;

/**
 * Which limits a model does not satisfy.
 *
 * @param violations one for each limit that is not satisfied
 */
record LimitCheck(ImmutableList<Violation> violations) {

  /** By how much a limit is missed; no number says it of an unknown fact or a licence. */
  private static final double UNMEASURED = Double.POSITIVE_INFINITY;

  private static final double MIB = 1024.0 * 1024.0;

  /** The model that misses the limits by least comes first. */
  static final Comparator<LimitCheck> NEAREST_FIRST =
      Comparator.comparingLong(LimitCheck::unmeasured)
          .thenComparingDouble(LimitCheck::largestExcess)
          .thenComparingInt(check -> check.violations.size());

  /**
   * A limit that is not satisfied.
   *
   * @param text what is known and what is allowed
   * @param excess the fact divided by the limit, minus 1; infinite where that is no number
   * @param isUnknown whether the fact is unknown
   */
  record Violation(String text, double excess, boolean isUnknown) {}

  static LimitCheck of(ModelFacts facts, Limits limits) {
    List<Violation> violations = new ArrayList<>();
    add(violations, "ms per image", 2, 1, Cost.TIME.of(facts), limits.maxMillisecondsPerImage());
    add(
        violations,
        "feature dimension",
        0,
        1,
        Cost.FEATURE_DIMENSION.of(facts),
        limits.maxDimension().stream().asDoubleStream().findFirst());
    add(
        violations,
        "MiB of memory",
        1,
        MIB,
        Cost.PEAK_MEMORY.of(facts),
        limits.maxMemoryBytes().stream().asDoubleStream().findFirst());
    add(
        violations,
        "million parameters",
        2,
        1e6,
        Cost.PARAMETERS.of(facts),
        limits.maxParameters().stream().asDoubleStream().findFirst());
    if (limits.requiresCommercialUse() && facts.commercialUse() != CommercialUse.PERMITTED) {
      boolean unknown = facts.commercialUse() == CommercialUse.UNSTATED;
      violations.add(
          new Violation(
              unknown
                  ? "commercial use is not stated"
                  : "commercial use is forbidden"
                      + facts.licence().map(licence -> " (%s)".formatted(licence)).orElse(""),
              UNMEASURED,
              unknown));
    }
    return new LimitCheck(ImmutableList.copyOf(violations));
  }

  private static void add(
      List<Violation> violations,
      String what,
      int digits,
      double unit,
      OptionalDouble fact,
      OptionalDouble limit) {
    if (limit.isEmpty()) {
      return;
    }
    String allowed = Decimals.fixed(limit.getAsDouble() / unit, digits);
    if (fact.isEmpty()) {
      violations.add(
          new Violation(
              "%s is unknown, and at most %s is allowed".formatted(what, allowed),
              UNMEASURED,
              true));
    } else if (fact.getAsDouble() > limit.getAsDouble()) {
      violations.add(
          new Violation(
              "%s is %s, and at most %s is allowed"
                  .formatted(what, Decimals.fixed(fact.getAsDouble() / unit, digits), allowed),
              fact.getAsDouble() / limit.getAsDouble() - 1,
              false));
    }
  }

  /** Returns the limits in words: {@code "at most 5.00 ms per image"}. */
  static String words(Limits limits) {
    List<String> words = new ArrayList<>();
    limits
        .maxMillisecondsPerImage()
        .ifPresent(max -> words.add("at most %s ms per image".formatted(Decimals.fixed(max, 2))));
    limits
        .maxDimension()
        .ifPresent(max -> words.add("a feature dimension of at most %d".formatted(max)));
    limits
        .maxMemoryBytes()
        .ifPresent(
            max -> words.add("at most %s MiB of memory".formatted(Decimals.fixed(max / MIB, 1))));
    limits
        .maxParameters()
        .ifPresent(
            max ->
                words.add("at most %s million parameters".formatted(Decimals.fixed(max / 1e6, 2))));
    if (limits.requiresCommercialUse()) {
      words.add("commercial use");
    }
    return String.join(", ", words);
  }

  boolean isSatisfied() {
    return violations.isEmpty();
  }

  ImmutableList<String> texts() {
    return violations.stream().map(Violation::text).collect(ImmutableList.toImmutableList());
  }

  private long unmeasured() {
    return violations.stream().filter(one -> Double.isInfinite(one.excess)).count();
  }

  private double largestExcess() {
    return violations.stream()
        .mapToDouble(Violation::excess)
        .filter(Double::isFinite)
        .max()
        .orElse(0);
  }
}
