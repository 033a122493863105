package org.fe4j.spark;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.BackboneKind;
import org.fe4j.backbone.CompilationTarget;
import org.fe4j.backbone.CompiledBackbone;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.FeatureTap;
import org.fe4j.backbone.InputFormat;
import org.fe4j.backbone.Precision;
import org.fe4j.image.Interpolation;
import org.fe4j.image.Preprocessing;
import org.fe4j.image.ResizeMode;

/**
 * What executors are told of a compiled backbone, a few hundred bytes; its weights come as a file.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param name of the backbone, for messages
 * @param kind of the backbone
 * @param delivery how the artefact comes to an executor
 * @param target what it was compiled for
 * @param preprocessing of the backbone
 * @param input what the model takes
 * @param dimension length of a feature
 * @param identity what decides the features
 */
record Artefact(
    String name,
    BackboneKind kind,
    Delivery delivery,
    Target target,
    Crop preprocessing,
    InputFormat input,
    int dimension,
    Identity identity)
    implements Serializable {

  /** {@link CompilationTarget} as something that can be sent. */
  record Target(String engine, DeviceKind device, Precision precision, String tap)
      implements Serializable {

    CompilationTarget toTarget() {
      return new CompilationTarget(engine, device, precision, new FeatureTap(tap));
    }
  }

  /** {@link Preprocessing} as something that can be sent. */
  record Crop(
      ResizeMode resizeMode,
      int resizePixels,
      Interpolation interpolation,
      int cropPixels,
      List<Double> mean,
      List<Double> deviation)
      implements Serializable {}

  /** {@link CompiledBackbone.Identity} as something that can be sent. */
  record Identity(String weights, String graph, String compiler, String program)
      implements Serializable {}

  /** Returns the description of a compiled backbone. */
  static Artefact of(
      Backbone backbone, CompilationTarget target, CompiledBackbone compiled, Delivery delivery) {
    Preprocessing p = backbone.preprocessing();
    CompiledBackbone.Identity identity = compiled.identity();
    return new Artefact(
        backbone.name(),
        backbone.kind(),
        delivery,
        new Target(target.engine(), target.device(), target.precision(), target.tap().name()),
        new Crop(
            p.resizeMode(),
            p.resizePixels(),
            p.interpolation(),
            p.cropPixels(),
            List.copyOf(p.mean()),
            List.copyOf(p.deviation())),
        compiled.input(),
        compiled.dimension(),
        new Identity(
            identity.weights(), identity.graph(), identity.compiler(), identity.program()));
  }

  /** Returns the compiled backbone in a file of this machine. */
  CompiledBackbone compiled(Path file) {
    return new CompiledBackbone(
        file,
        input,
        dimension,
        new CompiledBackbone.Identity(
            identity.weights, identity.graph, identity.compiler, identity.program),
        ImmutableMap.of("weights sha256", identity.weights, "compiler", identity.compiler));
  }

  /** Returns what happens to a picture before the model sees it. */
  Preprocessing pictures() {
    return new Preprocessing(
        preprocessing.resizeMode,
        preprocessing.resizePixels,
        preprocessing.interpolation,
        preprocessing.cropPixels,
        ImmutableList.copyOf(preprocessing.mean),
        ImmutableList.copyOf(preprocessing.deviation));
  }
}
