package org.fe4j.examples;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.io.Resources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.fe4j.Evaluation;
import org.fe4j.Protocol;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.Backbones;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.dataset.ImageFolder;
import org.fe4j.dataset.published.PublicDatasets;
import org.fe4j.download.OfflineMode;
import org.fe4j.metrics.Metric;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.comparison.Comparison;
import org.fe4j.progress.ProgressListener;
import org.fe4j.validation.SplitDataset;
import org.fe4j.zoo.Zoo;
import org.fe4j.zoo.ZooEntry;

/**
 * The table of arXiv 2310.02037, 16 models on 4 data sets, from the weights and data sets that are
 * on this machine, with the published figures beside ours. The source publishes the four best
 * models of each data set, with two decimals.
 */
public final class PaperTable {
  /** What the source calls data sets that have a name here. */
  private static final ImmutableMap<String, String> DATASETS =
      ImmutableMap.of(
          "cifar10", "CIFAR-10",
          "stl10", "STL10",
          "stanford_cars", "Stanford Cars",
          "geological_images", "Geological Images");

  private static final List<Metric> METRICS =
      List.of(Metric.ACCURACY, Metric.MACRO_F1, Metric.WEIGHTED_F1);

  private PaperTable() {}

  /**
   * Takes a folder of weight files that are named after the backbones, a folder for results, and
   * data sets: folders of class folders or names of public data sets that were downloaded before.
   * Parts are joined, as in the paper. Its figures stand beside data sets of the same names, such
   * as a folder {@code geological_images}. Nothing is downloaded.
   */
  public static void main(String[] arguments) throws IOException {
    Path weights = Path.of(arguments[0]);
    Path out = Path.of(arguments[1]);
    List<ImageDataset> datasets = new ArrayList<>();
    for (String data : Arrays.asList(arguments).subList(2, arguments.length)) {
      datasets.add(dataset(data));
    }
    System.out.print(table(compare(weights, out, datasets)));
  }

  private static ImageDataset dataset(String data) throws IOException {
    Path path = Path.of(data);
    if (SplitDataset.isDividedFolder(path)) {
      return SplitDataset.ofFolder(path);
    }
    return Files.isDirectory(path)
        ? ImageFolder.of(path)
        : PublicDatasets.named(data, OfflineMode.REQUESTED, ProgressListener.NONE);
  }

  private static Comparison compare(Path weights, Path out, List<ImageDataset> datasets) {
    // begin: suite
    List<Backbone> suite = new ArrayList<>();
    for (ZooEntry entry : Zoo.suite("paper")) {
      Optional<Path> file = Backbones.weightsIn(weights, entry.name());
      suite.add(
          file.isPresent()
              ? Backbones.named(entry.name(), file.get())
              : Backbones.named(entry.name()));
    }
    return Evaluation.ofAll(suite)
        .onAll(datasets)
        .protocol(Protocol.paper())
        .folds(5) // also where somebody divided the images: the paper joins the parts
        .results(out)
        .offline() // weights that are not here mark their cells, and the others go on
        .run();
    // end: suite
  }

  /** Returns the table as Markdown: a row for each model, and for each data set ours and theirs. */
  private static String table(Comparison comparison) throws IOException {
    Map<String, String> published = published();
    StringBuilder text = new StringBuilder("| model |");
    StringBuilder line = new StringBuilder("|---|");
    for (var dataset : comparison.datasets()) {
      for (Metric metric : METRICS) {
        text.append(" %s %s | paper |".formatted(dataset.name(), metric.label()));
        line.append("--:|--:|");
      }
    }
    text.append('\n').append(line).append('\n');
    for (var model : comparison.models()) {
      String architecture = Splitter.onPattern("[. ]").splitToList(model.name()).get(0);
      text.append("| ").append(architecture).append(" |");
      for (var dataset : comparison.datasets()) {
        Optional<MetricsReport> report = comparison.report(model.name(), dataset.name());
        String source = DATASETS.getOrDefault(dataset.name(), "");
        for (Metric metric : METRICS) {
          String ours =
              report
                  .map(found -> String.format(Locale.ROOT, "%.3f", found.pooled(metric)))
                  .orElse("n/a");
          String theirs =
              published.getOrDefault("%s %s %s".formatted(architecture, source, metric.key()), "");
          text.append(" %s | %s |".formatted(ours, theirs));
        }
      }
      text.append('\n');
    }
    return text.toString();
  }

  /** Returns the published figures, by architecture, data set and metric. */
  private static Map<String, String> published() throws IOException {
    List<String> lines =
        Resources.readLines(
            Resources.getResource(PaperTable.class, "paper_results.csv"), StandardCharsets.UTF_8);
    List<String> header = Splitter.on(',').splitToList(lines.get(0));
    Map<String, String> figures = new HashMap<>();
    for (String row : lines.subList(1, lines.size())) {
      List<String> values = Splitter.on(',').splitToList(row);
      Map<String, String> fields = new LinkedHashMap<>();
      for (int i = 0; i < header.size(); i++) {
        fields.put(header.get(i), values.get(i));
      }
      for (Metric metric : METRICS) {
        String column =
            metric.key().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT); // macroF1: macro_f1
        figures.put(
            "%s %s %s".formatted(fields.get("backbone"), fields.get("dataset"), metric.key()),
            String.valueOf(fields.get(column)));
      }
    }
    return figures;
  }
}
