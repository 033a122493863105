package org.fe4j;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.BackboneFacts;
import org.fe4j.backbone.BackboneKind;
import org.fe4j.backbone.BackboneReference;
import org.fe4j.backbone.CompilationTarget;
import org.fe4j.backbone.CompiledBackbone;
import org.fe4j.backbone.FeatureTap;
import org.fe4j.backbone.LinearClassifier;
import org.fe4j.image.Preprocessing;
import org.fe4j.progress.ProgressListener;

/**
 * A backbone before which pictures are resized in another way. The crop has the same size and is
 * normalised as before, so that what is compiled is the same.
 *
 * @param published the backbone
 * @param resizing how pictures are resized
 */
record ResizedBackbone(Backbone published, Resizing resizing) implements Backbone {

  @Override
  public String name() {
    return published.name();
  }

  @Override
  public BackboneKind kind() {
    return published.kind();
  }

  @Override
  public BackboneFacts facts() {
    return published.facts();
  }

  @Override
  public Optional<BackboneReference> reference() {
    return published.reference();
  }

  @Override
  public Preprocessing preprocessing() {
    return resizing.of(published.preprocessing());
  }

  @Override
  public ImmutableList<FeatureTap> taps() {
    return published.taps();
  }

  @Override
  public int dimension(FeatureTap tap) {
    return published.dimension(tap);
  }

  @Override
  public Backbone withInputSize(int sizePixels) {
    return new ResizedBackbone(published.withInputSize(sizePixels), resizing);
  }

  @Override
  public Backbone offline() {
    return new ResizedBackbone(published.offline(), resizing);
  }

  @Override
  public CompiledBackbone compile(CompilationTarget target, ProgressListener progress)
      throws IOException {
    return published.compile(target, progress);
  }

  @Override
  public CompiledBackbone compileClassifier(
      CompilationTarget target, LinearClassifier head, Path folder, ProgressListener progress)
      throws IOException {
    return published.compileClassifier(target, head, folder, progress);
  }
}
