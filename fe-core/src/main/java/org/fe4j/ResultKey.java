package org.fe4j;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import org.fe4j.feature.DatasetFeatures;
import org.fe4j.metrics.Metric;
import org.fe4j.validation.Labels;

/**
 * What decides a report: the features, the labels, the names in it, the protocol and the version of
 * this library.
 *
 * @param backbone for the name of the file
 * @param dataset for the name of the file
 * @param sha256 of all of it, in hex
 */
record ResultKey(String backbone, String dataset, String sha256) {

  static ResultKey of(
      Evaluation<?> settings,
      String backbone,
      String featuresIdentity,
      DatasetFeatures features,
      EvaluatedImages images,
      Labels labels) {
    Hasher hasher = Hashing.sha256().newHasher();
    put(hasher, Version.NAME);
    put(hasher, featuresIdentity);
    put(hasher, features.imagesSha256().orElse(""));
    images
        .protocol()
        .describe()
        .forEach(
            (name, value) -> {
              put(hasher, name);
              put(hasher, value);
            });
    for (Metric metric : settings.metrics()) {
      put(hasher, metric.key());
      put(hasher, metric.getClass().getName());
    }
    put(hasher, backbone);
    put(hasher, images.dataset().name());
    labels.classNames().forEach(name -> put(hasher, name));
    labels.values().forEach(hasher::putInt);
    labels.groups().forEach(hasher::putInt);
    images.ids(features).forEach(id -> put(hasher, id));
    features.skipped().forEach(image -> put(hasher, image.id()));
    return new ResultKey(backbone, images.dataset().name(), hasher.hash().toString());
  }

  /** Two texts are told apart from one that is both. */
  private static void put(Hasher hasher, String text) {
    hasher.putInt(text.length()).putString(text, StandardCharsets.UTF_16LE);
  }

  /** Returns the name of the file, which people can tell from others. */
  String fileName() {
    String readable = (dataset + "--" + backbone).replaceAll("[^A-Za-z0-9._-]+", "_");
    String shortened = readable.length() > 100 ? readable.substring(0, 100) : readable;
    return "%s--%s.json".formatted(shortened, sha256.substring(0, 16));
  }
}
