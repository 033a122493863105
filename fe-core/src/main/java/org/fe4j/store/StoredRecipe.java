package org.fe4j.store;

import java.nio.file.Path;
import java.time.Instant;

/**
 * What a store holds of one recipe, as the shards say of themselves.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param recipe the way of extraction
 * @param folder where it is
 * @param dimension length of a feature
 * @param rows features, 0 or more
 * @param shards files that hold them
 * @param bytes size of the files
 * @param lastUsed when somebody last looked for features of this recipe
 */
public record StoredRecipe(
    Recipe recipe,
    Path folder,
    int dimension,
    long rows,
    int shards,
    long bytes,
    Instant lastUsed) {}
