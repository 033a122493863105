package org.fe4j.spark;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The options of {@link FeatureJob}, each once: {@code --name value}, or {@code --name} alone. A
 * library for command lines would be one more jar on the cluster.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param values by name; "" for an option without a value
 */
record JobOptions(ImmutableMap<String, String> values) {
  static final String IMAGES = "--images";
  static final String BACKBONE = "--backbone";
  static final String OUT = "--out";
  static final String LABELS_FROM_FOLDERS = "--labels-from-folders";
  static final String WEIGHTS = "--weights";
  static final String TAP = "--tap";
  static final String ENGINE = "--engine";
  static final String DEVICE = "--device";
  static final String PRECISION = "--precision";
  static final String INPUT_SIZE = "--input-size";
  static final String BATCH_SIZE = "--batch-size";
  static final String DECODING_THREADS = "--decoding-threads";
  static final String ON_UNREADABLE = "--on-unreadable";
  static final String ALLOW_UNREADABLE = "--allow-unreadable";
  static final String STORE = "--store";
  static final String PARTITIONS = "--partitions";
  static final String OVERWRITE = "--overwrite";

  private static final ImmutableSet<String> REQUIRED = ImmutableSet.of(IMAGES, BACKBONE, OUT);

  private static final ImmutableSet<String> WITH_VALUE =
      ImmutableSet.of(
          IMAGES,
          BACKBONE,
          OUT,
          WEIGHTS,
          TAP,
          ENGINE,
          DEVICE,
          PRECISION,
          INPUT_SIZE,
          BATCH_SIZE,
          DECODING_THREADS,
          ON_UNREADABLE,
          ALLOW_UNREADABLE,
          STORE,
          PARTITIONS);

  private static final ImmutableSet<String> ALONE = ImmutableSet.of(LABELS_FROM_FOLDERS, OVERWRITE);

  /**
   * Returns the options of a command line.
   *
   * @throws IllegalArgumentException if one is unknown, twice there, without its value or missing
   */
  static JobOptions parse(String... arguments) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < arguments.length; i++) {
      String name = arguments[i];
      String value = "";
      if (WITH_VALUE.contains(name)) {
        if (i + 1 == arguments.length || arguments[i + 1].startsWith("--")) {
          throw new IllegalArgumentException(name + " needs a value. " + usage());
        }
        value = arguments[++i];
      } else if (!ALONE.contains(name)) {
        throw new IllegalArgumentException(
            "There is no option \"%s\". %s".formatted(name, usage()));
      }
      if (values.put(name, value) != null) {
        throw new IllegalArgumentException(name + " is there twice. " + usage());
      }
    }
    for (String name : REQUIRED) {
      if (!values.containsKey(name)) {
        throw new IllegalArgumentException(name + " is missing. " + usage());
      }
    }
    return new JobOptions(ImmutableMap.copyOf(values));
  }

  private static String usage() {
    List<String> all = new ArrayList<>();
    WITH_VALUE.forEach(name -> all.add(REQUIRED.contains(name) ? name + " …" : "[" + name + " …]"));
    ALONE.forEach(name -> all.add("[" + name + "]"));
    return "Options: " + String.join(" ", all);
  }

  /** Returns whether an option is there. */
  boolean has(String name) {
    return values.containsKey(name);
  }

  /** Returns a value that must be there. */
  String required(String name) {
    return find(name).orElseThrow();
  }

  /** Returns a value, where it is there. */
  Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /**
   * Returns a whole number, where it is there.
   *
   * @throws IllegalArgumentException if it is none from 1 on
   */
  OptionalInt number(String name) {
    String value = values.get(name);
    if (value == null) {
      return OptionalInt.empty();
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= 1) {
        return OptionalInt.of(number);
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(notNumber(name, value), e);
    }
    throw new IllegalArgumentException(notNumber(name, value));
  }

  private static String notNumber(String name, String value) {
    return "%s must be a whole number from 1 on, found \"%s\"".formatted(name, value);
  }

  /**
   * Returns a share, or another one where it is not there.
   *
   * @throws IllegalArgumentException if it does not lie in [0, 1]
   */
  double share(String name, double otherwise) {
    String value = values.get(name);
    if (value == null) {
      return otherwise;
    }
    double share;
    try {
      share = Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(notShare(name, value), e);
    }
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(notShare(name, value));
    }
    return share;
  }

  private static String notShare(String name, String value) {
    return "%s must be a share in [0, 1], found \"%s\"".formatted(name, value);
  }

  /**
   * Returns a constant of an enumeration in any case, or another one where it is not there.
   *
   * @throws IllegalArgumentException if there is no such constant
   */
  <E extends Enum<E>> E choice(String name, E otherwise) {
    String value = values.get(name);
    if (value == null) {
      return otherwise;
    }
    E[] constants = otherwise.getDeclaringClass().getEnumConstants();
    List<String> known = new ArrayList<>();
    for (E constant : constants) {
      if (constant.name().equalsIgnoreCase(value)) {
        return constant;
      }
      known.add(constant.name().toLowerCase(Locale.ROOT));
    }
    throw new IllegalArgumentException(
        "%s must be one of %s, found \"%s\"".formatted(name, String.join(", ", known), value));
  }
}
