/**
 * Labelled images behind one small interface.
 *
 * <p>Start at {@link org.fe4j.dataset.ImageDataset}; a folder of class folders is {@code
 * ImageFolder}, a list of paths with labels {@code ImageList}, images that a program holds {@code
 * MemoryImages}.
 */
@NullMarked
package org.fe4j.dataset;

import org.jspecify.annotations.NullMarked;
