package org.fe4j.classifier;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import org.fe4j.backbone.CompiledBackbone;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.FeatureTap;
import org.fe4j.backbone.InputFormat;
import org.fe4j.backbone.Precision;
import org.fe4j.image.Preprocessing;

/**
 * What a classifier is: what its file {@code classifier.json} says, but for the checksums.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param backbone its full name
 * @param tap the value that the head was fitted on
 * @param classNames in the order of their indices, no two alike
 * @param preprocessing what happens to a picture before
 * @param device what the programs were compiled for
 * @param precision of the backbone's weights and activations; the head is always in float32
 * @param programs by DJL's name of the engine, the one in {@code serving.properties} first
 * @param protocol as {@link org.fe4j.Protocol#describe} gives it
 * @param provenance data set, weights, head, seeds and versions, in the order to print
 */
public record ClassifierDescription(
    String backbone,
    FeatureTap tap,
    ImmutableList<String> classNames,
    Preprocessing preprocessing,
    DeviceKind device,
    Precision precision,
    ImmutableMap<String, Program> programs,
    ImmutableMap<String, String> protocol,
    ImmutableMap<String, String> provenance) {

  /**
   * A compiled classifier.
   *
   * @param file its name in the folder: a file or a directory
   * @param input what it takes
   * @param identity what decides its answers
   */
  public record Program(String file, InputFormat input, CompiledBackbone.Identity identity) {}
}
