package org.fe4j.head;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether the order of models depends on how their heads are trained.
 *
 * <p>Under one setting a model is <em>clearly</em> better than another where their accuracies
 * differ by more than one binomial standard error, {@code sqrt(p (1 - p) / n)}, p being the mean of
 * both accuracies and n the number of rows; others are in no order. So its rank is only known to
 * lie between 1 plus the number of models that are clearly better, and the number of models less
 * those that are clearly worse. A model's rank <em>depends on the head's settings</em> where it
 * must have changed, whatever the order of what is not clear:
 *
 * <ul>
 *   <li>its lowest possible rank under one setting exceeds its highest possible one under another
 *       by 2 places or more, or
 *   <li>it is clearly better than all others under one setting, and under another one of them is
 *       clearly better than it.
 * </ul>
 *
 * <p>A model whose training diverged is clearly worse than all whose did not.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param settings what was varied, as {@link AuditedSetting#description()} says it
 * @param models in the order given, with a rank for each setting
 */
public record AuditSummary(ImmutableList<String> settings, ImmutableList<AuditedModel> models) {

  /**
   * Returns the summary of audits on the same data set.
   *
   * @param results by the name of the model
   * @throws IllegalArgumentException if there is no model, or two were not audited alike: under the
   *     same settings, on as many rows
   */
  public static AuditSummary of(Map<String, AuditResult> results) {
    if (results.isEmpty()) {
      throw new IllegalArgumentException("There is no audit to sum up");
    }
    ImmutableMap<String, AuditResult> audits = ImmutableMap.copyOf(results);
    Map.Entry<String, AuditResult> first = audits.entrySet().iterator().next();
    ImmutableList<String> settings = settings(first.getValue());
    audits.forEach(
        (name, result) -> {
          if (!settings(result).equals(settings) || result.rows() != first.getValue().rows()) {
            throw new IllegalArgumentException(
                "%s was audited on %d rows under %s, but %s on %d rows under %s; compare audits of"
                        .formatted(
                            first.getKey(),
                            first.getValue().rows(),
                            settings,
                            name,
                            result.rows(),
                            settings(result))
                    + " the same settings and rows");
          }
        });
    ImmutableList<AuditResult> all = audits.values().asList();
    ImmutableList.Builder<AuditedModel> models = ImmutableList.builder();
    for (int model = 0; model < all.size(); model++) {
      models.add(model(audits.keySet().asList().get(model), all, model));
    }
    return new AuditSummary(settings, models.build());
  }

  private static ImmutableList<String> settings(AuditResult result) {
    return result.settings().stream()
        .map(AuditedSetting::description)
        .collect(ImmutableList.toImmutableList());
  }

  private static AuditedModel model(String name, List<AuditResult> all, int model) {
    ImmutableDoubleArray.Builder ranks = ImmutableDoubleArray.builder();
    List<Standing> standings = new ArrayList<>();
    for (int setting = 0; setting < all.get(model).settings().size(); setting++) {
      Standing standing = Standing.of(all, model, setting);
      ranks.add(standing.rank);
      standings.add(standing);
    }
    return new AuditedModel(name, ranks.build(), moves(standings, all.size()));
  }

  private static boolean moves(List<Standing> standings, int models) {
    int lowest = standings.stream().mapToInt(s -> models - s.worse).min().orElseThrow();
    int highest = standings.stream().mapToInt(s -> 1 + s.better).max().orElseThrow();
    return highest - lowest >= 2 || (lowest == 1 && highest >= 2);
  }

  /**
   * Where a model stands under a setting.
   *
   * @param rank by accuracy
   * @param better models that are clearly better
   * @param worse models that are clearly worse
   */
  private record Standing(double rank, int better, int worse) {

    static Standing of(List<AuditResult> all, int model, int setting) {
      double own = accuracy(all.get(model), setting);
      double rank = 1;
      int better = 0;
      int worse = 0;
      for (int other = 0; other < all.size(); other++) {
        if (other == model) {
          continue;
        }
        double accuracy = accuracy(all.get(other), setting);
        rank += accuracy > own ? 1 : accuracy == own ? 0.5 : 0;
        if (clear(own, accuracy, all.get(model).rows())) {
          better += accuracy > own ? 1 : 0;
          worse += accuracy < own ? 1 : 0;
        }
      }
      return new Standing(rank, better, worse);
    }

    /** Below all accuracies where training diverged. */
    private static double accuracy(AuditResult result, int setting) {
      AuditedSetting audited = result.settings().get(setting);
      return audited.diverged() ? -1 : audited.accuracy();
    }

    private static boolean clear(double a, double b, int rows) {
      if (a < 0 || b < 0) {
        return a != b;
      }
      double mean = (a + b) / 2;
      return Math.abs(a - b) > Math.sqrt(mean * (1 - mean) / rows);
    }
  }
}
