package org.fe4j.classifier;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.BackboneKind;
import org.fe4j.backbone.CompilationTarget;
import org.fe4j.backbone.CompiledBackbone;
import org.fe4j.backbone.FeatureTap;
import org.fe4j.image.Preprocessing;
import org.fe4j.progress.ProgressListener;

/**
 * A deployed classifier as a backbone whose feature is the probabilities.
 *
 * @param folder that was checked
 * @param description what it says
 */
record DeployedBackbone(Path folder, ClassifierDescription description) implements Backbone {
  private static final FeatureTap PROBABILITIES = new FeatureTap("probabilities");

  @Override
  public String name() {
    return String.valueOf(folder.getFileName());
  }

  /** What it is made of matters to comparisons alone, in which no classifier takes part. */
  @Override
  public BackboneKind kind() {
    return BackboneKind.HYBRID;
  }

  @Override
  public Preprocessing preprocessing() {
    return description.preprocessing();
  }

  @Override
  public ImmutableList<FeatureTap> taps() {
    return ImmutableList.of(PROBABILITIES);
  }

  @Override
  public int dimension(FeatureTap tap) {
    if (!tap.equals(PROBABILITIES)) {
      throw new IllegalArgumentException(
          "%s has no tap \"%s\"; it has: %s".formatted(folder, tap, PROBABILITIES));
    }
    return description.classNames().size();
  }

  @Override
  public CompiledBackbone compile(CompilationTarget target, ProgressListener progress) {
    ClassifierDescription.Program program = description.programs().get(target.engine());
    if (program == null) {
      throw new IllegalArgumentException(
          "[%s] was saved for %s, not for %s: choose that engine, or train and save the classifier with engines(\"%s\")"
              .formatted(
                  folder,
                  Joiner.on(" and ").join(description.programs().keySet()),
                  target.engine(),
                  target.engine()));
    }
    if (target.device() != description.device()) {
      throw new IllegalArgumentException(
          "[%s] was compiled for a %s and does not run on a %s: train and save it again with device(DeviceKind.%s)"
              .formatted(folder, description.device(), target.device(), target.device()));
    }
    if (target.precision() != description.precision()) {
      throw new IllegalArgumentException(
          "[%s] was compiled in %s, not in %s"
              .formatted(folder, description.precision(), target.precision()));
    }
    return new CompiledBackbone(
        folder.resolve(program.file()),
        program.input(),
        dimension(target.tap()),
        program.identity(),
        description.provenance());
  }
}
