/**
 * Public data sets, read from their publishers' own files as they are.
 *
 * <p>Start at {@link org.fe4j.dataset.published.Cifar10}, or at {@link
 * org.fe4j.dataset.published.PublicDatasets} for a name. Downloading and unpacking are in {@code
 * org.fe4j.download}; a folder of class folders is {@code ImageFolder}.
 */
@NullMarked
package org.fe4j.dataset.published;

import org.jspecify.annotations.NullMarked;
