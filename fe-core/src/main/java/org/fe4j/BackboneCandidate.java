package org.fe4j;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.fe4j.backbone.Backbone;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.feature.DatasetFeatures;
import org.fe4j.feature.ExtractionCost;
import org.fe4j.feature.FeatureExtractor;
import org.fe4j.metrics.comparison.ModelFacts;
import org.fe4j.progress.ProgressListener;

/**
 * A backbone, which is loaded and looks at images.
 *
 * @param settings of the extraction
 * @param backbone that is judged
 */
record BackboneCandidate(Evaluation<?> settings, Backbone backbone) implements Candidate {

  @Override
  public String name() {
    return backbone.name();
  }

  @Override
  public FeatureSource open(ProgressListener progress) throws IOException {
    return new Extracting(backbone, settings.open(backbone, progress));
  }

  @Override
  public ModelFacts facts(Optional<ExtractionCost> cost, List<CellOutcome> outcomes) {
    return ModelDescription.of(backbone, cost, outcomes);
  }

  private record Extracting(Backbone backbone, FeatureExtractor extractor)
      implements FeatureSource {
    @Override
    public DatasetFeatures features(ImageDataset dataset, ProgressListener progress)
        throws IOException {
      return extractor.extract(dataset, progress);
    }

    @Override
    public ImmutableIntArray copies(DatasetFeatures features) {
      return features.copies();
    }

    @Override
    public String identity() {
      return extractor.recipe().sha256();
    }

    @Override
    public ImmutableMap<String, String> provenance(DatasetFeatures features) {
      return extractor.provenance();
    }

    @Override
    public ImmutableMap<String, String> reproduction(ImageDataset dataset) {
      return Reproducible.ofImages(backbone, extractor, dataset);
    }

    @Override
    public ImmutableMap<String, String> followed(ImmutableMap<String, String> protocol) {
      return protocol;
    }

    @Override
    public Optional<ExtractionCost> cost(ImageDataset dataset, ProgressListener progress)
        throws IOException {
      return extractor.cost(dataset, progress);
    }

    @Override
    public void close() {
      extractor.close();
    }
  }
}
