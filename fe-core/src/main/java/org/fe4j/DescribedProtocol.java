package org.fe4j;

import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fe4j.head.HeadTrainer;
import org.fe4j.head.LogisticRegressionTrainer;
import org.fe4j.head.Scaling;
import org.fe4j.validation.KFold;
import org.fe4j.validation.Splitter;
import org.fe4j.validation.StratifiedGroupKFold;
import org.fe4j.validation.StratifiedKFold;

/**
 * The protocol that a report describes, for the head that a classifier gets. A report holds
 * sentences; a protocol whose sentences are the same is the same one.
 *
 * @param description as {@link Protocol#describe} gives it
 */
record DescribedProtocol(Map<String, String> description) {
  private static final Pattern NAME =
      Pattern.compile("(?<name>[a-z]+), version (?<version>[0-9]+)(, but for its .*)?");
  private static final Pattern SEED = Pattern.compile("\\bseed (-?[0-9]{1,18})\\b");
  private static final Pattern FOLDS = Pattern.compile("\\b([0-9]{1,6})-fold\\b");

  /**
   * Returns the protocol. Its head and its resizing are those described. So are copies and the
   * division, where they are among those that fe4j offers by itself; any other division becomes the
   * protocol's own, since a classifier takes nothing of it but which tenth of the rows it stops by.
   *
   * @throws IllegalArgumentException if the head is none that follows from its description
   */
  Protocol protocol() {
    Matcher name = NAME.matcher(entry(Protocol.BASE));
    if (!name.matches()) {
      throw notFound(Protocol.BASE);
    }
    Protocol base =
        Protocol.of(
            ImmutableMap.of(
                Protocol.BASE, name.group("name"), Protocol.VERSION, name.group("version")));
    Protocol protocol =
        heads(base)
            .filter(found -> found.head().description().equals(entry(Protocol.HEAD)))
            .findFirst()
            .orElseThrow(() -> notFound(Protocol.HEAD));
    Resizing resizing =
        Arrays.stream(Resizing.values())
            .filter(value -> value.description().equals(entry(Protocol.RESIZING)))
            .findFirst()
            .orElseThrow(() -> notFound(Protocol.RESIZING));
    return withDivision(withCopies(protocol.withResizing(resizing)));
  }

  /** Returns the base with each head that may be meant. */
  private Stream<Protocol> heads(Protocol base) {
    return seeds().stream()
        .map(base::withSeed)
        .flatMap(
            seeded ->
                Arrays.stream(Scaling.values())
                    .flatMap(
                        scaling ->
                            Stream.of(
                                seeded.withScaling(scaling),
                                seeded.withHead(logisticRegression(scaling)))));
  }

  private static HeadTrainer logisticRegression(Scaling scaling) {
    return LogisticRegressionTrainer.builder().scaling(scaling).build();
  }

  private Protocol withCopies(Protocol protocol) {
    return Arrays.stream(CopyPolicy.values())
        .filter(policy -> policy.description().equals(entry(Protocol.COPIES)))
        .findFirst()
        .map(protocol::withCopies)
        .orElse(protocol);
  }

  private Protocol withDivision(Protocol protocol) {
    String wanted = entry(Protocol.VALIDATION);
    Matcher folds = FOLDS.matcher(wanted);
    if (!folds.find()) {
      return protocol;
    }
    int count = Integer.parseInt(folds.group(1));
    if (count < 2) {
      return protocol;
    }
    if (protocol.withFolds(count).validation().description().equals(wanted)) {
      return protocol.withFolds(count);
    }
    Optional<Splitter> splitter =
        seeds().stream()
            .flatMap(
                seed ->
                    Stream.<Splitter>of(
                        StratifiedGroupKFold.of(count).withSeed(seed),
                        StratifiedKFold.of(count).withSeed(seed),
                        KFold.of(count).withSeed(seed)))
            .filter(division -> division.description().equals(wanted))
            .findFirst();
    return splitter.map(protocol::withValidation).orElse(protocol);
  }

  private Set<Long> seeds() {
    Set<Long> seeds = new LinkedHashSet<>();
    for (String text : List.of(entry(Protocol.HEAD), entry(Protocol.VALIDATION))) {
      Matcher seed = SEED.matcher(text);
      while (seed.find()) {
        seeds.add(Long.valueOf(seed.group(1)));
      }
    }
    seeds.add(Protocol.DEFAULT_SEED);
    return seeds;
  }

  private String entry(String name) {
    return description.getOrDefault(name, "");
  }

  private IllegalArgumentException notFound(String what) {
    return new IllegalArgumentException(
        "The %s of this report, \"%s\", cannot be made from its description: it is of one's own, or of another version of fe4j. Give the Protocol that the evaluation ran under instead of the report's description"
            .formatted(what, entry(what)));
  }
}
