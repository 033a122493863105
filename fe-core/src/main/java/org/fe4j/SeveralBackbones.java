package org.fe4j;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fe4j.backbone.Backbone;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.metrics.comparison.Comparison;

/**
 * Backbones that wait for data sets; see {@link Evaluation#of(String, String, String...)}.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class SeveralBackbones {
  private final ImmutableList<Backbone> backbones;

  SeveralBackbones(ImmutableList<Backbone> backbones) {
    this.backbones = backbones;
    requireNames("backbone", backbones.stream().map(Backbone::name).toList());
  }

  /**
   * Returns the comparison on these images, with default settings.
   *
   * @throws IllegalArgumentException if two data sets have the same name
   */
  public Evaluation<Comparison> on(ImageDataset first, ImageDataset... more) {
    return onAll(Lists.asList(first, more));
  }

  /**
   * Returns the comparison on these images, with default settings.
   *
   * @throws IllegalArgumentException if there is none, or two have the same name
   */
  public Evaluation<Comparison> onAll(Collection<? extends ImageDataset> datasets) {
    ImmutableList<ImageDataset> all = ImmutableList.copyOf(datasets);
    requireNames("data set", all.stream().map(ImageDataset::name).toList());
    return new Evaluation<>(
        backbones,
        evaluation ->
            new ComparisonRun(
                    evaluation,
                    backbones.stream()
                        .map(backbone -> new BackboneCandidate(evaluation, backbone))
                        .toList(),
                    all)
                .run());
  }

  static void requireNames(String what, List<String> names) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("There is no %s to compare".formatted(what));
    }
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new IllegalArgumentException(
            "Two of the %ss are called \"%s\", but a comparison tells them apart by their names: %s"
                .formatted(
                    what,
                    name,
                    switch (what) {
                      case "data set" -> "give one of them another with named(…)";
                      case "table" -> "give one of them another with ofBackbone(…)";
                      default -> "leave one of them out";
                    }));
      }
    }
  }
}
