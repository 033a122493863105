/**
 * Public files from their publishers: a download, checked where a checksum is known, kept in the
 * cache.
 *
 * <p>Start at {@link org.fe4j.download.Fetcher}, which turns a {@link org.fe4j.download.RemoteFile}
 * into a path. What is in a file is not known here.
 */
@NullMarked
package org.fe4j.download;

import org.jspecify.annotations.NullMarked;
