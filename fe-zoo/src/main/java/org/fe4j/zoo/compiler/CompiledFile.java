package org.fe4j.zoo.compiler;

import java.nio.file.Path;

/**
 * A compiled file or folder, complete and checked.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param path in the cache
 * @param contentHash sha-256, in hex, of what decides the features
 * @param byteSize of the file, or of all files of the folder
 * @param sha256 in hex: of the file's bytes, or of names and bytes of the folder's files
 */
public record CompiledFile(Path path, String contentHash, long byteSize, String sha256) {}
