package org.fe4j.backbone;

/**
 * What a backbone is compiled for.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param engine DJL's name of the engine: {@code PyTorch} or {@code TensorFlow}
 * @param device the kind of device
 * @param precision of weights and activations
 * @param tap the value that becomes the feature
 */
public record CompilationTarget(
    String engine, DeviceKind device, Precision precision, FeatureTap tap) {}
