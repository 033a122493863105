package org.fe4j.export;

import com.google.common.collect.ImmutableMap;

/**
 * What the columns of a file of features are called. A name with points, such as {@code
 * image.origin}, is a field within a column.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param path identifies an image; text. It must be there, and no two rows have the same
 * @param label the class: text or an integer. It must be there
 * @param group what an image has in common with others, such as a patient: text or an integer. Need
 *     not be there; a row in which it is null is alone
 * @param features a list of floating-point numbers, or MLlib's vector. It must be there
 * @param error why a row has no features; text. Need not be there
 */
public record FeatureColumns(
    String path, String label, String group, String features, String error) {
  private static final FeatureColumns STANDARD =
      new FeatureColumns("path", "label", "group", "features", "error");

  /** Refuses names that are blank. */
  public FeatureColumns {
    ImmutableMap.of(
            "path", path, "label", label, "group", group, "features", features, "error", error)
        .forEach(FeatureColumns::requireName);
  }

  /** Returns the names that fe4j writes: path, label, group, features and error. */
  public static FeatureColumns standard() {
    return STANDARD;
  }

  /** Returns the same with another name for the column that identifies images. */
  public FeatureColumns withPath(String name) {
    return new FeatureColumns(name, label, group, features, error);
  }

  /** Returns the same with another name for the column of classes. */
  public FeatureColumns withLabel(String name) {
    return new FeatureColumns(path, name, group, features, error);
  }

  /** Returns the same with another name for the column of groups. */
  public FeatureColumns withGroup(String name) {
    return new FeatureColumns(path, label, name, features, error);
  }

  /** Returns the same with another name for the column of features. */
  public FeatureColumns withFeatures(String name) {
    return new FeatureColumns(path, label, group, name, error);
  }

  /** Returns the same with another name for the column of errors. */
  public FeatureColumns withError(String name) {
    return new FeatureColumns(path, label, group, features, name);
  }

  private static void requireName(String what, String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException(
          "The column of the %s needs a name, but found a blank one".formatted(what));
    }
  }
}
