package org.fe4j.examples.cli;

import com.google.common.math.LongMath;
import org.fe4j.metrics.comparison.Limits;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a recommended backbone may cost. */
final class LimitOptions {
  @Option(
      names = "--max-latency",
      paramLabel = "MS",
      description = "Recommend a backbone that takes no more milliseconds an image.")
  private @Nullable Double latency;

  @Option(
      names = "--max-dimension",
      paramLabel = "N",
      description = "Recommend a backbone whose feature has no more values.")
  private @Nullable Integer dimension;

  @Option(
      names = "--max-memory",
      paramLabel = "MB",
      description = "Recommend a backbone that needs no more memory.")
  private @Nullable Long megabytes;

  @Option(
      names = "--max-parameters",
      paramLabel = "MILLIONS",
      description = "Recommend a backbone with no more parameters.")
  private @Nullable Double parameters;

  @Option(
      names = "--commercial-use",
      description = "Recommend a backbone whose licence permits commercial use.")
  private boolean commercialUse;

  /**
   * Returns the limits.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  Limits limits() {
    Limits limits = Limits.none();
    limits = latency == null ? limits : limits.latencyMilliseconds(latency);
    limits = dimension == null ? limits : limits.dimension(dimension);
    limits =
        megabytes == null
            ? limits
            : limits.memory(LongMath.saturatedMultiply(megabytes, 1_000_000L));
    limits = parameters == null ? limits : limits.parameters(Math.round(parameters * 1e6));
    return commercialUse ? limits.commercialUse() : limits;
  }
}
