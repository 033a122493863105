/**
 * Starting DJL's engines as a guest in the host's JVM: no download, no call home, no global setting
 * overridden.
 *
 * <p>Start at {@link org.fe4j.engine.Engines}.
 */
@NullMarked
package org.fe4j.engine;

import org.jspecify.annotations.NullMarked;
