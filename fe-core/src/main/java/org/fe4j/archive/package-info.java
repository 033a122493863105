/**
 * Archives from strangers: tar, tar.gz and zip, unpacked into a folder that appears whole or not at
 * all, and that nothing in them can leave.
 *
 * <p>Start at {@link org.fe4j.archive.Unpacker}. What the files are for is not known here.
 */
@NullMarked
package org.fe4j.archive;

import org.jspecify.annotations.NullMarked;
