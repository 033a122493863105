package org.fe4j.zoo;

import com.google.common.collect.ImmutableMap;
import java.net.URI;
import java.util.Optional;
import org.fe4j.backbone.BackboneKind;
import org.fe4j.backbone.FeatureTap;
import org.fe4j.download.FileSize;
import org.fe4j.download.RemoteFile;
import org.fe4j.image.Preprocessing;

/**
 * One row of the catalogue: an architecture with published weights, and what its publisher says
 * about them.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param architecture name of the architecture: {@code resnet50}
 * @param weights tag of the weights, lower case: {@code imagenet1k_v2}
 * @param family one of {@link Zoo#families}; {@code resnet} has ResNeXt and Wide ResNet as well
 * @param kind what it is made of
 * @param source where the weight file is; {@code classpath:/…} where it travels in the jar
 * @param sha256 of the weight file in hex: all 64 digits, the first ones where the publisher gives
 *     no more (at least 8), or nothing where none is known
 * @param preprocessing what happens to a picture before this backbone sees it
 * @param classCount outputs of the classifier, where the architecture has one
 * @param featureDimensions length of the feature by tap, the default tap first; only taps whose
 *     weights the file holds
 * @param parameters that were trained, classifier included
 * @param gigaMultiplyAdds billions of multiplications with addition for one image
 * @param fileSizeMebibytes of the weight file, rounded by the publisher
 * @param license of the weights, as far as it is stated
 * @param commercialUse what that licence says about it
 * @param trainingData what the weights have seen
 * @param paper address of the paper that describes the backbone or, where they have one of their
 *     own, the weights
 * @param accuracy published, in percent, by benchmark; may be empty
 * @param isDefault whether the architecture's bare name means these weights
 */
public record ZooEntry(
    String architecture,
    String weights,
    String family,
    BackboneKind kind,
    URI source,
    String sha256,
    Preprocessing preprocessing,
    int classCount,
    ImmutableMap<FeatureTap, Integer> featureDimensions,
    long parameters,
    double gigaMultiplyAdds,
    double fileSizeMebibytes,
    String license,
    CommercialUse commercialUse,
    String trainingData,
    URI paper,
    ImmutableMap<String, Double> accuracy,
    boolean isDefault) {

  private static final String IN_THE_JAR = "classpath";

  /** Refuses names and checksums that are not written as the catalogue writes them. */
  public ZooEntry {
    for (String name : new String[] {architecture, weights, family}) {
      if (!name.matches("[a-z0-9_]+")) {
        throw new IllegalArgumentException(
            "%s.%s: names are lower case with underscores, but found \"%s\""
                .formatted(architecture, weights, name));
      }
    }
    if (featureDimensions.isEmpty()) {
      throw new IllegalArgumentException(architecture + "." + weights + " has no tap");
    }
    if (!sha256.matches("([0-9a-f]{8,64})?")) {
      throw new IllegalArgumentException(
          architecture + "." + weights + ": not a sha256 in hex: " + sha256);
    }
  }

  /** Returns the full name, {@code architecture.weights}: {@code resnet50.imagenet1k_v2}. */
  public String name() {
    return architecture + "." + weights;
  }

  /** Returns where to download the weight file, or nothing where it travels in the jar. */
  public Optional<RemoteFile> location() {
    if (IN_THE_JAR.equals(source.getScheme())) {
      return Optional.empty();
    }
    RemoteFile location =
        sha256.isEmpty()
            ? RemoteFile.withoutChecksum(source, name())
            : RemoteFile.of(source, sha256);
    return Optional.of(location.withSize(FileSize.ofMebibytes(fileSizeMebibytes)));
  }
}
