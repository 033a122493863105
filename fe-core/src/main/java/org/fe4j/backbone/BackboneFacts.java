package org.fe4j.backbone;

import com.google.errorprone.annotations.Immutable;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What is published about a backbone besides what decides its features; for comparisons. What is
 * not known is left out.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param parameters that were trained, classifier included
 * @param gigaMultiplyAdds billions of multiplications with addition for one image
 * @param trainingData what the weights have seen: {@code "ImageNet-1k"}
 * @param license of the weights, as far as it is stated
 * @param commercialUse whether that licence permits commercial use; nothing where it does not say
 */
@Immutable
public record BackboneFacts(
    OptionalLong parameters,
    OptionalDouble gigaMultiplyAdds,
    Optional<String> trainingData,
    Optional<String> license,
    Optional<Boolean> commercialUse) {

  /** Of a backbone that nothing is known about. */
  public static final BackboneFacts UNKNOWN =
      new BackboneFacts(
          OptionalLong.empty(),
          OptionalDouble.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** Returns the same without the cost of an image, for another input size. */
  public BackboneFacts withoutMultiplyAdds() {
    return new BackboneFacts(
        parameters, OptionalDouble.empty(), trainingData, license, commercialUse);
  }
}
