package org.fe4j;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.export.FeatureFile;
import org.fe4j.export.FeatureTable;
import org.fe4j.feature.DatasetFeatures;
import org.fe4j.feature.ExtractionCost;
import org.fe4j.feature.SkippedImage;
import org.fe4j.feature.UnreadableImagePolicy;
import org.fe4j.metrics.comparison.ModelFacts;
import org.fe4j.progress.ProgressListener;

/** Features that somebody extracted before; no image and no backbone is looked at. */
final class TableCandidate implements Candidate {
  private static final int NAMED = 10;

  private static final String AS_STATED = " (as stated with the features)";

  private final Evaluation<?> settings;
  private final FeatureTable table;
  private final Supplier<EqualRows> equalRows;

  TableCandidate(Evaluation<?> settings, FeatureTable table) {
    this.settings = settings;
    this.table = table;
    this.equalRows = Suppliers.memoize(() -> EqualRows.of(table.features()));
  }

  @Override
  public String name() {
    return table.backbone();
  }

  @Override
  public FeatureSource open(ProgressListener progress) {
    return new Reading();
  }

  @Override
  public ModelFacts facts(Optional<ExtractionCost> cost, List<CellOutcome> outcomes) {
    return ModelFacts.builder(name()).featureDimension(table.features().dimension()).build();
  }

  private final class Reading implements FeatureSource {

    @Override
    public DatasetFeatures features(ImageDataset dataset, ProgressListener progress)
        throws IOException {
      requireEnough(dataset);
      return table.features();
    }

    private void requireEnough(ImageDataset dataset) throws IOException {
      List<SkippedImage> skipped = table.features().skipped();
      if (skipped.isEmpty()) {
        return;
      }
      if (settings.onUnreadableImage() == UnreadableImagePolicy.FAIL) {
        throw new IOException(
            "[%s] has no features: %s".formatted(skipped.get(0).id(), skipped.get(0).reason()));
      }
      if (UnreadableImagePolicy.tooMany(
          skipped.size(), dataset.size(), settings.allowUnreadable())) {
        throw new IOException(tooMany(dataset, skipped));
      }
    }

    private String tooMany(ImageDataset dataset, List<SkippedImage> skipped) {
      StringBuilder message = new StringBuilder();
      message.append(
          String.format(
              Locale.ROOT,
              "[%s] %d of %d images have no features, more than the %s %% that may be:",
              dataset.name(),
              skipped.size(),
              dataset.size(),
              BigDecimal.valueOf(settings.allowUnreadable())
                  .movePointRight(2)
                  .stripTrailingZeros()
                  .toPlainString()));
      for (SkippedImage image : skipped.subList(0, Math.min(NAMED, skipped.size()))) {
        message.append("\n  ").append(image.id()).append(": ").append(image.reason());
      }
      if (skipped.size() > NAMED) {
        message.append("\n  and ").append(skipped.size() - NAMED).append(" more");
      }
      return message
          .append("\nMend or remove them, or allow more with allowUnreadable(share).")
          .toString();
    }

    /** Where the bytes of images were hashed, these decide. */
    @Override
    public ImmutableIntArray copies(DatasetFeatures features) {
      return imagesWereHashed() ? features.copies() : equalRows.get().copies();
    }

    private boolean imagesWereHashed() {
      return table.features().imagesSha256().isPresent();
    }

    @Override
    public String identity() {
      // One file may hold features of several backbones, each in a column.
      return table
          .file()
          .map(file -> file.sha256() + " " + file.columns().features())
          .orElseGet(() -> equalRows.get().sha256());
    }

    private String contentSha256() {
      return table.file().map(FeatureFile::sha256).orElseGet(() -> equalRows.get().sha256());
    }

    @Override
    public ImmutableMap<String, String> provenance(DatasetFeatures features) {
      Map<String, String> facts = new LinkedHashMap<>();
      facts.put("backbone", name());
      facts.put(
          "features",
          String.format(
              Locale.ROOT,
              "%s: %d x %d float32, sha256 %s; neither extracted nor checked here",
              table.file().map(file -> "read from " + file.name()).orElse("given in memory"),
              features.rows(),
              features.dimension(),
              contentSha256()));
      if (table.provenance().keySet().stream().allMatch("backbone"::equals)) {
        facts.put("origin of the features", "not stated");
      }
      table
          .provenance()
          .forEach(
              (name, value) -> {
                if (!name.equals("backbone")) {
                  facts.put(name + AS_STATED, value);
                }
              });
      return ImmutableMap.copyOf(facts);
    }

    @Override
    public ImmutableMap<String, String> reproduction(ImageDataset dataset) {
      return TableReference.describe(table, dataset, contentSha256());
    }

    @Override
    public ImmutableMap<String, String> followed(ImmutableMap<String, String> protocol) {
      Map<String, String> followed = new LinkedHashMap<>(protocol);
      followed.put(
          Protocol.RESIZING,
          Optional.ofNullable(table.provenance().get("preprocessing"))
              .map(stated -> "done before, stated as: " + stated)
              .orElse("done before; how is not stated"));
      if (settings.protocol().copies() == CopyPolicy.EXACT_TOGETHER && !imagesWereHashed()) {
        followed.put(
            Protocol.COPIES,
            "images whose features are equal in every bit stay together; the images themselves were not compared");
      }
      return ImmutableMap.copyOf(followed);
    }

    @Override
    public Optional<ExtractionCost> cost(ImageDataset dataset, ProgressListener progress) {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }
}
