package org.fe4j.metrics.comparison;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.fe4j.metrics.ClassMetrics;
import org.fe4j.metrics.FoldMetrics;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.statistics.Correlation;

/** Rows of numbers to be correlated: a row for each model, data set or metric. */
final class Observations {
  /** Two numbers always lie on a line. */
  private static final int FEWEST = 3;

  private final String of;
  private final String unit;
  private final ImmutableList<String> names;
  private final List<double[]> columns = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private int incomplete;

  private Observations(String of, String unit, ImmutableList<String> names) {
    this.of = of;
    this.unit = unit;
    this.names = names;
  }

  static Observations ofFolds(Comparison comparison, Metric metric) {
    CompleteBlock block = CompleteBlock.of(comparison, metric);
    Observations all = new Observations(metric.label(), "folds", block.models());
    all.notes.addAll(block.leftOut());
    for (String dataset : block.datasets()) {
      List<MetricsReport> reports = all.reports(comparison, dataset);
      Set<Integer> common = new TreeSet<>();
      Set<Integer> any = new TreeSet<>();
      reports.forEach(report -> any.addAll(report.predictions().folds()));
      common.addAll(any);
      reports.forEach(report -> common.retainAll(report.predictions().folds()));
      if (common.size() < any.size()) {
        all.notes.add(
            "%s: %d of %d folds are left out, since not every model has them."
                .formatted(dataset, any.size() - common.size(), any.size()));
      }
      for (int fold : common) {
        all.add(reports.stream().mapToDouble(report -> fold(report, fold).of(metric)).toArray());
      }
    }
    return all;
  }

  private static FoldMetrics fold(MetricsReport report, int number) {
    return report.folds().stream().filter(fold -> fold.fold() == number).findFirst().orElseThrow();
  }

  static Observations ofClasses(Comparison comparison) {
    CompleteBlock block = CompleteBlock.of(comparison, Metric.MACRO_F1);
    Observations all = new Observations("F1", "classes", block.models());
    all.notes.addAll(block.leftOut());
    for (String dataset : block.datasets()) {
      List<MetricsReport> reports = all.reports(comparison, dataset);
      for (int index = 0; index < comparison.dataset(dataset).classCount(); index++) {
        int classIndex = index;
        List<ClassMetrics> figures =
            reports.stream().map(report -> report.pooled().perClass().get(classIndex)).toList();
        if (figures.stream().allMatch(figure -> figure.support() > 0)) {
          all.add(figures.stream().mapToDouble(ClassMetrics::f1).toArray());
        }
      }
    }
    return all;
  }

  static Observations ofDatasets(Comparison comparison, Metric metric) {
    CompleteBlock block = CompleteBlock.of(comparison, metric);
    Observations all = new Observations(metric.label(), "models", block.datasets());
    all.notes.addAll(block.leftOut());
    for (int model = 0; model < block.models().size(); model++) {
      int index = model;
      all.add(
          IntStream.range(0, block.datasets().size())
              .mapToDouble(dataset -> block.score(dataset, index))
              .toArray());
    }
    return all;
  }

  static Observations ofMetrics(
      Comparison comparison, List<String> datasets, List<Metric> metrics) {
    List<MetricsReport> reports = new ArrayList<>();
    for (String dataset : datasets) {
      for (String model : comparison.modelNames()) {
        comparison.report(model, dataset).ifPresent(reports::add);
      }
    }
    ImmutableList.Builder<Metric> shown = ImmutableList.builder();
    List<String> absent = new ArrayList<>();
    for (Metric metric : metrics) {
      if (reports.stream().anyMatch(report -> Double.isNaN(report.pooled(metric)))) {
        absent.add(metric.label());
      } else {
        shown.add(metric);
      }
    }
    ImmutableList<Metric> kept = shown.build();
    Observations all =
        new Observations(
            "scores",
            "pairs of model and data set",
            kept.stream().map(Metric::label).collect(ImmutableList.toImmutableList()));
    if (!absent.isEmpty()) {
      all.notes.add(
          "%s %s left out: not every report has the figure."
              .formatted(String.join(", ", absent), absent.size() == 1 ? "is" : "are"));
    }
    for (MetricsReport report : reports) {
      all.add(
          kept.stream()
              .mapToDouble(metric -> (metric.higherIsBetter() ? 1 : -1) * report.pooled(metric))
              .toArray());
    }
    return all;
  }

  private List<MetricsReport> reports(Comparison comparison, String dataset) {
    return names.stream().map(model -> comparison.report(model, dataset).orElseThrow()).toList();
  }

  /** Adds one observation of every row, unless one does not exist. */
  private void add(double[] column) {
    for (double value : column) {
      if (!Double.isFinite(value)) {
        incomplete++;
        return;
      }
    }
    columns.add(column);
  }

  Similarity similarity(Correlation correlation) {
    List<String> all = new ArrayList<>(notes);
    if (incomplete > 0) {
      all.add("%d observations are left out, since not every figure exists.".formatted(incomplete));
    }
    String label =
        correlation.name().charAt(0)
            + correlation.name().substring(1).toLowerCase(Locale.ROOT)
            + " correlation of %s over %d %s".formatted(of, columns.size(), unit);
    if (columns.size() < FEWEST) {
      all.add(
          "A correlation needs at least %d observations, but there are %d."
              .formatted(FEWEST, columns.size()));
      NamedMatrix nothing = NamedMatrix.of(names, (row, column) -> Double.NaN);
      return Similarity.clustered(label, nothing, columns.size(), all);
    }
    double[][] rows =
        IntStream.range(0, names.size())
            .mapToObj(row -> columns.stream().mapToDouble(column -> column[row]).toArray())
            .toArray(double[][]::new);
    ImmutableList<ImmutableDoubleArray> values =
        names.isEmpty() ? ImmutableList.of() : correlation.matrix(rows);
    NamedMatrix matrix = NamedMatrix.of(names, (row, column) -> values.get(row).get(column));
    List<String> constant =
        IntStream.range(0, names.size())
            .filter(row -> Double.isNaN(matrix.get(row, row)))
            .mapToObj(names::get)
            .toList();
    if (!constant.isEmpty()) {
      all.add(
          "%s: the same in every observation, which correlates with nothing."
              .formatted(String.join(", ", constant)));
    }
    return Similarity.clustered(label, matrix, columns.size(), all);
  }
}
