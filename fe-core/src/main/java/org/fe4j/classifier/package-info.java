/**
 * The folder of a deployed classifier: what is in it, how it is checked, and what its answers are.
 *
 * <p>Start at {@link org.fe4j.Classifier}, which trains, saves and loads; {@link
 * org.fe4j.classifier.ClassifierFolder} is the folder itself.
 */
@NullMarked
package org.fe4j.classifier;

import org.jspecify.annotations.NullMarked;
