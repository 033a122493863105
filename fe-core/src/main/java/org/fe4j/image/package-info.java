/**
 * Images from bytes to the pixels that a backbone sees: decoding, resizing, cropping.
 *
 * <p>Start at {@link org.fe4j.image.Preprocessing}. Resizing equals Pillow to the byte; no image
 * operation of DJL is used.
 */
@NullMarked
package org.fe4j.image;

import org.jspecify.annotations.NullMarked;
