package org.fe4j.classifier;

import com.google.common.collect.ImmutableList;
import org.fe4j.feature.SkippedImage;

/**
 * Image files and what a classifier says of them. Both lists together are all files.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param images those that could be read, in the order in which they were given
 * @param skipped those that could not, by their place among all, their path and the reason
 */
public record ClassifiedImages(
    ImmutableList<ClassifiedImage> images, ImmutableList<SkippedImage> skipped) {}
