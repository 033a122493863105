package org.fe4j;

import java.util.List;
import java.util.Optional;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.BackboneFacts;
import org.fe4j.backbone.BackboneKind;
import org.fe4j.feature.ExtractionCost;
import org.fe4j.metrics.comparison.CommercialUse;
import org.fe4j.metrics.comparison.ModelFacts;
import org.fe4j.metrics.comparison.ModelKind;

/** A backbone as a comparison tells of it. */
final class ModelDescription {

  private ModelDescription() {}

  static ModelFacts of(
      Backbone backbone, Optional<ExtractionCost> cost, List<CellOutcome> outcomes) {
    ModelFacts.Builder facts = ModelFacts.builder(backbone.name()).kind(kind(backbone.kind()));
    facts.inputPixels(backbone.preprocessing().cropPixels());
    outcomes.stream()
        .flatMap(outcome -> outcome.cell().stream())
        .findFirst()
        .ifPresent(cell -> facts.featureDimension(cell.features().dimension()));
    BackboneFacts published = backbone.facts();
    published.parameters().ifPresent(facts::parameters);
    published.gigaMultiplyAdds().ifPresent(facts::gigaMultiplyAdds);
    published.trainingData().ifPresent(facts::pretraining);
    published.license().ifPresent(facts::licence);
    published
        .commercialUse()
        .map(permitted -> permitted ? CommercialUse.PERMITTED : CommercialUse.FORBIDDEN)
        .ifPresent(facts::commercialUse);
    if (cost.isPresent()) {
      facts.imagesPerSecond(cost.get().imagesPerSecond());
      // Where memory did not grow, what was used before was used again: what it needs is not known.
      cost.get().memoryBytes().stream().filter(bytes -> bytes > 0).forEach(facts::peakMemoryBytes);
    }
    return facts.build();
  }

  private static ModelKind kind(BackboneKind kind) {
    return switch (kind) {
      case CONVOLUTIONAL -> ModelKind.CONVOLUTIONAL;
      case TRANSFORMER -> ModelKind.TRANSFORMER;
      case HYBRID -> ModelKind.HYBRID;
    };
  }
}
