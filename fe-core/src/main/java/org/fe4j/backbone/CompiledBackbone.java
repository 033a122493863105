package org.fe4j.backbone;

import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;

/**
 * A backbone in an engine's own format, on disk: a TorchScript file or a SavedModel directory. It
 * takes a batch of any size N and returns float32 (N, dimension).
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param path the file or directory, complete and checked
 * @param input what it takes
 * @param dimension length of a feature
 * @param identity what decides the features; never a name or a path
 * @param provenance for the report: weights file and its sha-256, compiler version and the like
 */
public record CompiledBackbone(
    Path path,
    InputFormat input,
    int dimension,
    Identity identity,
    ImmutableMap<String, String> provenance) {

  /**
   * What decides the features of a compiled backbone. Stored features are found by it: two with the
   * same identity must compute the same.
   *
   * @param weights sha-256 of the weight file, in hex
   * @param graph sha-256 of the graph with all its taps, in hex
   * @param compiler name and version of what compiled it
   * @param program sha-256, in hex, of everything that decided the compiled bytes
   */
  public record Identity(String weights, String graph, String compiler, String program) {}
}
