/**
 * Folds: which rows a head is fitted on, which stop it, and which test it.
 *
 * <p>Train, validation and test parts are different types, so that a test part cannot be fitted on.
 * Start at {@link org.fe4j.validation.Splitter}. {@link org.fe4j.validation.SplitDataset} joins the
 * parts of a data set that was divided before.
 */
@NullMarked
package org.fe4j.validation;

import org.jspecify.annotations.NullMarked;
