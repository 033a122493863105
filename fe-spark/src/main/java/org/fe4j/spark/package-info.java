/**
 * Features of images on an Apache Spark cluster. Start at {@link org.fe4j.spark.ImageFeaturizer}, a
 * stage of MLlib, or at {@link org.fe4j.spark.FeatureJob}, which {@code spark-submit} runs as it
 * is. The driver compiles a backbone, each executor gets the compiled artefact once and loads it
 * once, and decoding, policies and the store are those of {@link
 * org.fe4j.feature.FeatureExtractor}. Nothing is trained here.
 */
@NullMarked
package org.fe4j.spark;

import org.jspecify.annotations.NullMarked;
