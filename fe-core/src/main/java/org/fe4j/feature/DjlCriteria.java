package org.fe4j.feature;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.modality.cv.Image;
import ai.djl.repository.zoo.Criteria;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.CompiledBackbone;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.FeatureTap;
import org.fe4j.backbone.Precision;
import org.fe4j.engine.Engines;
import org.fe4j.progress.ProgressListener;

/**
 * A compiled backbone for programs that stay in DJL: a {@link Criteria} whose models take DJL's
 * images and return features. Resizing and cropping are fe4j's, equal to the byte to Pillow's;
 * DJL's own are not used. Pictures are decoded by DJL, though, that is by ImageIO: a JPEG may
 * differ from what {@link FeatureExtractor} sees by a level here and there, and is not turned as
 * EXIF says.
 *
 * <pre>{@code
 * Criteria<Image, float[]> criteria = DjlCriteria.of(backbone).toCriteria(ProgressListener.NONE);
 * }</pre>
 *
 * <p>Not safe for concurrent use; confine an instance to one thread. The criteria may be loaded any
 * number of times.
 */
public final class DjlCriteria {
  private final Backbone backbone;
  private final FeatureExtractorBuilder settings;

  private DjlCriteria(Backbone backbone) {
    this.backbone = backbone;
    this.settings = FeatureExtractor.builder(backbone);
  }

  /** Starts the criteria of a backbone. */
  public static DjlCriteria of(Backbone backbone) {
    return new DjlCriteria(backbone);
  }

  /** Sets the engine by DJL's name, as {@link FeatureExtractorBuilder#engine(String)}. */
  @CanIgnoreReturnValue
  public DjlCriteria engine(String value) {
    settings.engine(value);
    return this;
  }

  /** Sets the device; the CPU by default. */
  @CanIgnoreReturnValue
  public DjlCriteria device(DeviceKind value) {
    settings.device(value);
    return this;
  }

  /** Sets the precision of weights and activations; fp32 by default. */
  @CanIgnoreReturnValue
  public DjlCriteria precision(Precision value) {
    settings.precision(value);
    return this;
  }

  /**
   * Sets the tap; the backbone's first by default.
   *
   * @throws IllegalArgumentException if the backbone lacks it; the message names those it has
   */
  @CanIgnoreReturnValue
  public DjlCriteria tap(FeatureTap value) {
    settings.tap(value);
    return this;
  }

  /**
   * Returns the criteria of models that return features; compiles the backbone where that was not
   * done before.
   *
   * @throws IOException if weights cannot be fetched or read
   * @throws IllegalStateException if the engine, its natives or the device are not there
   */
  public Criteria<Image, float[]> toCriteria(ProgressListener progress) throws IOException {
    return toCriteria(float[].class, Function.identity(), progress);
  }

  /**
   * Returns the criteria of models that return something made of a feature.
   *
   * @param type what is returned
   * @param answer makes it of a feature; called by many threads
   */
  public <T> Criteria<Image, T> toCriteria(
      Class<T> type, Function<float[], T> answer, ProgressListener progress) throws IOException {
    Engine engine = Engines.start(settings.engine());
    Device device = Engines.device(engine, settings.device);
    CompiledBackbone compiled = backbone.compile(settings.target(), progress);
    Path path = compiled.path().toAbsolutePath();
    return Criteria.builder()
        .setTypes(Image.class, type)
        .optModelPath(path.resolveSibling("."))
        .optModelName(String.valueOf(path.getFileName()))
        .optEngine(settings.engine())
        .optDevice(device)
        // Where a serving.properties beside the model names another signature of a SavedModel.
        .optOption("SignatureDefKey", "serving_default")
        .optTranslator(new ImageTranslator<>(backbone.preprocessing(), compiled.input(), answer))
        .build();
  }
}
