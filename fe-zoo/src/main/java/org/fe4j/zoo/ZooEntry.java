package org.fe4j.zoo;

import com.google.common.collect.ImmutableMap;
import java.net.URI;
import org.fe4j.backbone.BackboneKind;
import org.fe4j.image.Preprocessing;

/**
 * One row of the catalogue: an architecture with published weights, and what its publisher says
 * about them.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param architecture name of the architecture: {@code resnet50}
 * @param weights tag of the weights, lower case: {@code imagenet1k_v2}
 * @param kind what it is made of
 * @param source where the weight file is; {@code classpath:/…} where it travels in the jar
 * @param sha256 of the weight file in hex: all 64 digits, or the first ones where the publisher
 *     gives no more (at least 8)
 * @param preprocessing what happens to a picture before this backbone sees it
 * @param classCount outputs of the classifier, where the architecture has one
 * @param parameters of the graph, classifier included
 * @param gigaMultiplyAdds billions of multiplications with addition for one image
 * @param fileSizeMebibytes of the weight file, rounded by the publisher
 * @param license of the weights, as far as it is stated
 * @param trainingData what the weights have seen
 * @param accuracy published, in percent, by benchmark; may be empty
 * @param isDefault whether the architecture's bare name means these weights
 */
public record ZooEntry(
    String architecture,
    String weights,
    BackboneKind kind,
    URI source,
    String sha256,
    Preprocessing preprocessing,
    int classCount,
    long parameters,
    double gigaMultiplyAdds,
    double fileSizeMebibytes,
    String license,
    String trainingData,
    ImmutableMap<String, Double> accuracy,
    boolean isDefault) {

  /** Refuses names and checksums that are not written as the catalogue writes them. */
  public ZooEntry {
    if (!architecture.matches("[a-z0-9_]+") || !weights.matches("[a-z0-9_]+")) {
      throw new IllegalArgumentException(
          "Names are lower case with underscores, but found " + architecture + "." + weights);
    }
    if (!sha256.matches("[0-9a-f]{8,64}")) {
      throw new IllegalArgumentException(
          architecture + "." + weights + ": not a sha256 in hex: " + sha256);
    }
  }

  /** Returns the full name, {@code architecture.weights}: {@code resnet50.imagenet1k_v2}. */
  public String name() {
    return architecture + "." + weights;
  }
}
