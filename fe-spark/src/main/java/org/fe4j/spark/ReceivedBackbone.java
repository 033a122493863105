package org.fe4j.spark;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.SparkEnv;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.BackboneKind;
import org.fe4j.backbone.CompilationTarget;
import org.fe4j.backbone.CompiledBackbone;
import org.fe4j.backbone.FeatureTap;
import org.fe4j.image.Preprocessing;
import org.fe4j.progress.ProgressListener;

/**
 * A backbone as an executor has it: compiled on the driver, for one target and one tap.
 *
 * <p>Immutable and safe for use by multiple threads.
 */
final class ReceivedBackbone implements Backbone {
  private final Artefact artefact;
  private final Path file;
  private final SparkEnv env;

  /**
   * Takes what the driver sent.
   *
   * @param file the place of the artefact on this machine, to which it is brought when it is needed
   */
  ReceivedBackbone(Artefact artefact, Path file, SparkEnv env) {
    this.artefact = artefact;
    this.file = file;
    this.env = env;
  }

  @Override
  public String name() {
    return artefact.name();
  }

  @Override
  public BackboneKind kind() {
    return artefact.kind();
  }

  @Override
  public Preprocessing preprocessing() {
    return artefact.pictures();
  }

  @Override
  public ImmutableList<FeatureTap> taps() {
    return ImmutableList.of(artefact.target().toTarget().tap());
  }

  @Override
  public int dimension(FeatureTap tap) {
    return artefact.dimension();
  }

  @Override
  public CompiledBackbone compile(CompilationTarget target, ProgressListener progress)
      throws IOException {
    CompilationTarget there = artefact.target().toTarget();
    if (!target.equals(there)) {
      throw new IllegalArgumentException(
          "%s was compiled on the driver for %s, but the executor asks for %s"
              .formatted(name(), there, target));
    }
    artefact.delivery().bring(file, env);
    return artefact.compiled(file);
  }
}
