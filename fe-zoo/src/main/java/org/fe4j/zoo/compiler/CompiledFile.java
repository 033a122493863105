package org.fe4j.zoo.compiler;

import java.nio.file.Path;

/**
 * A compiled file, complete and checked.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param path in the cache
 * @param contentHash sha-256, in hex, of what decides the features
 * @param byteSize of the file
 * @param sha256 of the file's bytes, in hex
 */
public record CompiledFile(Path path, String contentHash, long byteSize, String sha256) {}
