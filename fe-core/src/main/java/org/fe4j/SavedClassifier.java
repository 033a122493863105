package org.fe4j;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import org.fe4j.classifier.ClassifierDescription;
import org.fe4j.feature.SkippedImage;

/**
 * A classifier that was trained and saved.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param folder where it is
 * @param description what it is
 * @param images that it was trained on
 * @param skipped images that could not be read
 */
public record SavedClassifier(
    Path folder,
    ClassifierDescription description,
    int images,
    ImmutableList<SkippedImage> skipped) {}
