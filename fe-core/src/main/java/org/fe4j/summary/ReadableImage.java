package org.fe4j.summary;

import com.google.common.hash.HashCode;
import org.fe4j.image.ImageFormat;

/**
 * What is kept of an image once it was read: about three kilobytes.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param index in the data set
 * @param bytes in the file
 * @param sha256 of the file
 * @param format of the file, by its content
 * @param width in pixels
 * @param height in pixels
 * @param fingerprint of the picture
 * @param disc the middle of the picture
 */
record ReadableImage(
    int index,
    long bytes,
    HashCode sha256,
    ImageFormat format,
    int width,
    int height,
    Fingerprint fingerprint,
    Disc disc) {}
