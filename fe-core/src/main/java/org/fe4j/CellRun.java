package org.fe4j;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.feature.DatasetFeatures;
import org.fe4j.head.CrossValidator;
import org.fe4j.head.OutOfFold;
import org.fe4j.metrics.ClassificationMetrics;
import org.fe4j.metrics.CopiesGap;
import org.fe4j.metrics.MetricsReport;
import org.fe4j.metrics.Mistake;
import org.fe4j.metrics.Predictions;
import org.fe4j.metrics.SkippedRow;
import org.fe4j.metrics.TrainingCurve;
import org.fe4j.progress.ProgressListener;
import org.fe4j.summary.Thumbnails;
import org.fe4j.validation.Fold;
import org.fe4j.validation.Labels;
import org.fe4j.validation.Splitter;
import org.fe4j.validation.TestPart;

/** One candidate on one data set: features, folds, heads and the report. */
final class CellRun {
  /** As many of the most confident mistakes have a picture. */
  private static final int PICTURES = 24;

  private final Evaluation<?> settings;
  private final String backbone;
  private final EvaluatedImages images;
  private final ProgressListener progress;

  CellRun(
      Evaluation<?> settings, String backbone, EvaluatedImages images, ProgressListener progress) {
    this.settings = settings;
    this.backbone = backbone;
    this.images = images;
    this.progress = progress;
  }

  /**
   * What came of it.
   *
   * @param report the figures
   * @param features which stay readable after the backbone is closed
   * @param labels of the features' rows, with groups
   * @param splitter that divides them
   */
  record Cell(MetricsReport report, DatasetFeatures features, Labels labels, Splitter splitter) {}

  /** Refuses a data set that cannot be divided, before hours of extraction. */
  static void check(EvaluatedImages images) {
    Protocol protocol = images.protocol();
    try {
      CrossValidator.of(protocol.validation(), protocol.head()).check(images.labels());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "[%s] %s".formatted(images.dataset().name(), e.getMessage()), e);
    }
  }

  /**
   * The rows of features, and how they are divided.
   *
   * @param features what could be read
   * @param labels of the rows, with groups
   * @param splitter divides all images, so that one which cannot be read moves no other to another
   *     fold
   */
  private record Rows(DatasetFeatures features, Labels labels, Splitter splitter) {
    static Rows of(DatasetFeatures features, Labels whole, Splitter splitter) {
      ImmutableIntArray kept = EvaluatedImages.kept(features);
      return new Rows(
          features,
          whole.select(kept),
          features.skipped().isEmpty() ? splitter : splitter.retaining(whole, kept));
    }
  }

  Cell run(FeatureSource source) throws IOException {
    DatasetFeatures features = source.features(images.dataset(), progress);
    Labels whole = images.labels(features, source::copies, progress);
    Rows rows = Rows.of(features, whole, images.protocol().validation());
    KeptResults kept = KeptResults.of(settings);
    ResultKey key =
        ResultKey.of(settings, backbone, source.identity(), features, images, rows.labels);
    Optional<MetricsReport> known = kept.read(key);
    MetricsReport report = known.isPresent() ? known.get() : report(source, rows, whole);
    if (known.isEmpty()) {
      kept.write(key, report);
    }
    return new Cell(report, features, rows.labels, rows.splitter);
  }

  private MetricsReport report(FeatureSource source, Rows rows, Labels whole) throws IOException {
    ImmutableList<Fold> folds = divide(rows, whole);
    OutOfFold outOfFold = validate(rows);
    Predictions predictions = outOfFold.predictions();
    var builder =
        MetricsReport.builder(predictions)
            .metrics(settings.metrics())
            .protocol(protocol(source, rows.labels, folds))
            .provenance(provenance(source, rows.features, outOfFold))
            .reproduction(Reproducible.describe(settings, source, images, rows.features))
            .skipped(skipped(rows.features))
            .trainingCurves(curves(outOfFold))
            .pictures(pictures(predictions))
            .trainRows(trainRows(folds));
    copiesGap(rows, whole, folds, predictions).ifPresent(builder::copies);
    return builder.build();
  }

  /** Copies are found with the features: what could be divided before may now be too few. */
  private ImmutableList<Fold> divide(Rows rows, Labels whole) {
    try {
      return rows.splitter.split(rows.labels);
    } catch (IllegalArgumentException e) {
      if (whole.equals(images.labels())) {
        throw e;
      }
      throw new IllegalArgumentException(
          "%s%n%s has copies, which count as one image where folds keep them together: remove them, or set copies(CopyPolicy.DIVIDED)."
              .formatted(e.getMessage(), images.dataset().name()),
          e);
    }
  }

  private OutOfFold validate(Rows rows) {
    return CrossValidator.of(rows.splitter, images.protocol().head())
        .validate(rows.features, rows.labels, images.ids(rows.features), progress);
  }

  /** Returns the mean number of rows that a fold does not test but fits on. */
  private static double trainRows(List<Fold> folds) {
    return folds.stream()
        .map(Fold::fitting)
        .mapToInt(part -> part.train().rows().length() + part.validation().rows().length())
        .average()
        .orElseThrow();
  }

  /** Returns the protocol, which does not claim of copies what the division does not keep. */
  private Map<String, String> protocol(FeatureSource source, Labels labels, List<Fold> folds) {
    Map<String, String> protocol =
        new LinkedHashMap<>(source.followed(images.protocol().describe()));
    int tested = folds.stream().mapToInt(fold -> fold.test().rows().length()).sum();
    int seen = folds.stream().mapToInt(fold -> testedOfFittedGroups(labels, fold)).sum();
    if (seen > 0) {
      protocol.put(
          Protocol.COPIES,
          "this division does not keep copies and groups together: %d of %d tested images have one among those fitted on"
              .formatted(seen, tested));
    }
    return protocol;
  }

  private static int testedOfFittedGroups(Labels labels, Fold fold) {
    Set<Integer> fitted = new HashSet<>();
    fold.fitting().train().rows().forEach(row -> fitted.add(labels.groups().get(row)));
    fold.fitting().validation().rows().forEach(row -> fitted.add(labels.groups().get(row)));
    return (int)
        fold.test().rows().stream()
            .filter(row -> fitted.contains(labels.groups().get(row)))
            .count();
  }

  /** Returns what groups do to the figures; nothing where no group is kept together. */
  private Optional<CopiesGap> copiesGap(
      Rows rows, Labels whole, List<Fold> folds, Predictions predictions) {
    if (!rows.labels.hasGroups()) {
      return Optional.empty();
    }
    Rows alone =
        Rows.of(
            rows.features,
            new Labels(whole.values(), whole.classNames()),
            images.protocol().validation());
    if (tests(alone.splitter.split(alone.labels)).equals(tests(folds))) {
      return Optional.empty(); // This division does not look at groups, but to stop by.
    }
    ClassificationMetrics together = ClassificationMetrics.of(predictions);
    ClassificationMetrics divided = ClassificationMetrics.of(validate(alone).predictions());
    Map<Integer, Integer> sizes = new HashMap<>();
    rows.labels.groups().forEach(group -> sizes.merge(group, 1, Integer::sum));
    return Optional.of(
        new CopiesGap(
            (int) sizes.values().stream().filter(size -> size > 1).count(),
            sizes.values().stream().filter(size -> size > 1).mapToInt(size -> size).sum(),
            together.accuracy(),
            together.macro().f1(),
            divided.accuracy(),
            divided.macro().f1()));
  }

  private static List<TestPart> tests(List<Fold> folds) {
    return folds.stream().map(Fold::test).toList();
  }

  private static Map<Integer, TrainingCurve> curves(OutOfFold outOfFold) {
    Map<Integer, TrainingCurve> curves = new LinkedHashMap<>();
    for (int fold = 0; fold < outOfFold.curves().size(); fold++) {
      int number = fold;
      outOfFold.curves().get(fold).ifPresent(curve -> curves.put(number, curve));
    }
    return curves;
  }

  private Map<String, String> pictures(Predictions predictions) {
    Map<String, Integer> indices = new HashMap<>();
    for (int index = 0; index < images.dataset().size(); index++) {
      indices.put(images.dataset().id(index), index);
    }
    ImmutableList<Integer> wanted =
        Mistake.mostConfident(predictions, PICTURES).stream()
            .map(Mistake::id)
            .distinct()
            .map(indices::get)
            .collect(ImmutableList.toImmutableList());
    ImmutableMap.Builder<String, String> pictures = ImmutableMap.builder();
    Thumbnails.squares(images.dataset(), wanted)
        .forEach((index, uri) -> pictures.put(images.dataset().id(index), uri));
    return pictures.buildOrThrow();
  }

  private ImmutableMap<String, String> provenance(
      FeatureSource source, DatasetFeatures features, OutOfFold outOfFold) {
    ImageDataset dataset = images.dataset();
    ImmutableMap.Builder<String, String> facts = ImmutableMap.builder();
    facts
        .put(
            "data set",
            "%s: %d images, %d classes"
                .formatted(dataset.name(), dataset.size(), dataset.classNames().size()))
        .put("images used", Integer.toString(features.rows()))
        .putAll(source.provenance(features))
        .put("fe4j", Version.NAME)
        .put("java", System.getProperty("java.runtime.version"));
    for (int fold = 0; fold < outOfFold.notes().size(); fold++) {
      if (!outOfFold.notes().get(fold).isEmpty()) {
        facts.put("head of fold " + fold, outOfFold.notes().get(fold));
      }
    }
    return facts.buildOrThrow();
  }

  private static ImmutableList<SkippedRow> skipped(DatasetFeatures features) {
    return features.skipped().stream()
        .map(image -> new SkippedRow(image.id(), image.reason()))
        .collect(ImmutableList.toImmutableList());
  }
}
