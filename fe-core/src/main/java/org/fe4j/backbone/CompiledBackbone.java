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
 * @param contentHash sha-256, in hex, of what decides the features: graph, weights, tap, precision,
 *     device kind, compiler version; never of a name or a path
 * @param provenance for the report: weights file and its sha-256, compiler version and the like
 */
public record CompiledBackbone(
    Path path,
    InputFormat input,
    int dimension,
    String contentHash,
    ImmutableMap<String, String> provenance) {}
