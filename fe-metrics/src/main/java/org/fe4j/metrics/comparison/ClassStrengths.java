package org.fe4j.metrics.comparison;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.fe4j.metrics.ClassMetrics;
import org.fe4j.metrics.MetricsReport;

/**
 * Which model recognises each class of a data set best, by pooled F1.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
public final class ClassStrengths {

  /**
   * A class.
   *
   * @param name what the class is called
   * @param support the number of its rows in the first report
   * @param best the models with the highest F1, in the order of the comparison; all of equal F1
   * @param f1 the highest F1, in [0, 1]
   * @param margin by how much it is above the next model's F1; 0 where several are best, NaN where
   *     there is one model only
   */
  public record Strength(
      String name, int support, ImmutableList<String> best, double f1, double margin) {}

  private final String dataset;
  private final ImmutableList<Strength> classes;

  private ClassStrengths(String dataset, ImmutableList<Strength> classes) {
    this.dataset = dataset;
    this.classes = classes;
  }

  /**
   * Returns the best model of each class of the data set; no class where there is no report.
   *
   * @throws IllegalArgumentException if there is no such data set
   */
  public static ClassStrengths of(Comparison comparison, String dataset) {
    List<String> models =
        comparison.modelNames().stream()
            .filter(model -> comparison.report(model, dataset).isPresent())
            .toList();
    List<MetricsReport> reports =
        models.stream().map(model -> comparison.report(model, dataset).orElseThrow()).toList();
    ImmutableList.Builder<Strength> classes = ImmutableList.builder();
    int classCount = reports.isEmpty() ? 0 : comparison.dataset(dataset).classCount();
    for (int index = 0; index < classCount; index++) {
      classes.add(strength(models, reports, index));
    }
    return new ClassStrengths(comparison.dataset(dataset).name(), classes.build());
  }

  private static Strength strength(
      List<String> models, List<MetricsReport> reports, int classIndex) {
    double best = -1;
    double second = -1;
    ImmutableList.Builder<String> names = ImmutableList.builder();
    for (int model = 0; model < models.size(); model++) {
      double f1 = reports.get(model).pooled().perClass().get(classIndex).f1();
      if (f1 > best) {
        second = best;
        best = f1;
        names = ImmutableList.builder();
        names.add(models.get(model));
      } else {
        second = Math.max(second, f1);
        if (f1 == best) {
          names.add(models.get(model));
        }
      }
    }
    ClassMetrics figures = reports.get(0).pooled().perClass().get(classIndex);
    double margin = models.size() == 1 ? Double.NaN : best - second;
    return new Strength(figures.name(), figures.support(), names.build(), best, margin);
  }

  /** Returns the data set. */
  public String dataset() {
    return dataset;
  }

  /** Returns the classes, in the order of their indices. */
  public ImmutableList<Strength> classes() {
    return classes;
  }
}
