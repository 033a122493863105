package org.fe4j.metrics.comparison;

import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.fe4j.metrics.MetricsReport;

/** What the reports of a comparison say of themselves, said once. */
final class SharedFacts {
  private static final int VALUES_SHOWN = 5;

  private SharedFacts() {}

  /** Returns each fact once; where reports differ, the first values in their order. */
  static ImmutableMap<String, String> of(
      Comparison comparison, Function<MetricsReport, ImmutableMap<String, String>> facts) {
    Map<String, Set<String>> values = new LinkedHashMap<>();
    for (String model : comparison.modelNames()) {
      for (String dataset : comparison.datasetNames()) {
        comparison
            .report(model, dataset)
            .map(facts)
            .ifPresent(
                said ->
                    said.forEach(
                        (key, value) ->
                            values.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(value)));
      }
    }
    ImmutableMap.Builder<String, String> shown = ImmutableMap.builder();
    values.forEach((key, all) -> shown.put(key, joined(new ArrayList<>(all))));
    return shown.buildOrThrow();
  }

  private static String joined(List<String> values) {
    int shown = Math.min(values.size(), VALUES_SHOWN);
    String text = String.join("; ", values.subList(0, shown));
    return shown == values.size() ? text : text + "; and %d more".formatted(values.size() - shown);
  }
}
