package org.fe4j;

import com.google.common.collect.ImmutableList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.fe4j.head.AuditResult;
import org.fe4j.head.AuditSummary;
import org.fe4j.head.AuditedModel;
import org.fe4j.head.AuditedSetting;
import org.fe4j.head.HeadAudit;
import org.fe4j.metrics.comparison.AuditFinding;
import org.fe4j.metrics.comparison.ComparisonBuilder;
import org.fe4j.progress.ProgressListener;

/**
 * Whether the rank of backbones depends on how the head is trained, data set by data set. Not safe
 * for concurrent use; confine an instance to one thread.
 */
final class Audits {
  private final boolean asked;
  private final Map<String, Map<String, AuditResult>> results = new LinkedHashMap<>();

  /** Audits nothing where nobody asked for it. */
  Audits(boolean asked) {
    this.asked = asked;
  }

  void add(String dataset, String backbone, CellRun.Cell cell, ProgressListener progress) {
    if (asked) {
      AuditResult result =
          HeadAudit.standard().run(cell.features(), cell.labels(), cell.splitter(), progress);
      results.computeIfAbsent(dataset, name -> new LinkedHashMap<>()).put(backbone, result);
    }
  }

  void addTo(ComparisonBuilder comparison) {
    results.forEach(
        (dataset, byBackbone) -> {
          AuditSummary summary = AuditSummary.of(byBackbone);
          List<AuditFinding> findings =
              summary.models().stream()
                  .map(
                      model ->
                          finding(
                              model, summary, Objects.requireNonNull(byBackbone.get(model.name()))))
                  .collect(ImmutableList.toImmutableList());
          comparison.audit(dataset, findings);
        });
  }

  private static AuditFinding finding(
      AuditedModel model, AuditSummary summary, AuditResult result) {
    String text =
        "%s: rank %s to %s of %d, median %s, over %d settings of the head; accuracy %s"
            .formatted(
                model.dependsOnSettings()
                    ? "rank depends on how the head is trained"
                    : "no change of rank beyond noise",
                rank(model.best()),
                rank(model.worst()),
                summary.models().size(),
                rank(model.median()),
                summary.settings().size(),
                range(result));
    return new AuditFinding(model.name(), model.dependsOnSettings(), text);
  }

  /** Returns the lowest and the highest accuracy, with the settings that give them. */
  private static String range(AuditResult result) {
    List<AuditedSetting> sorted =
        result.settings().stream()
            .filter(setting -> !setting.diverged())
            .sorted((a, b) -> Double.compare(a.accuracy(), b.accuracy()))
            .toList();
    if (sorted.isEmpty()) {
      return "unknown, since training diverged under all of them";
    }
    AuditedSetting worst = sorted.get(0);
    AuditedSetting best = sorted.get(sorted.size() - 1);
    String diverged =
        result.settings().stream()
            .filter(AuditedSetting::diverged)
            .map(AuditedSetting::description)
            .collect(Collectors.joining("; "));
    return String.format(
            Locale.ROOT,
            "%.3f (%s) to %.3f (%s)",
            worst.accuracy(),
            worst.description(),
            best.accuracy(),
            best.description())
        + (diverged.isEmpty() ? "" : "; training diverged under " + diverged);
  }

  private static String rank(double rank) {
    return rank == Math.rint(rank)
        ? String.valueOf((long) rank)
        : String.format(Locale.ROOT, "%.1f", rank);
  }
}
