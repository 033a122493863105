package org.fe4j.validation;

import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableMap;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which name of a part of a divided data set means what.
 *
 * @param train the name of the part to train on
 * @param validation the name of the part to stop by, if there is one beside the test
 * @param test the name of the part to test on
 */
record SplitParts(String train, Optional<String> validation, String test) {

  private enum Role {
    TRAIN,
    VALIDATION,
    TEST
  }

  private static final ImmutableMap<String, Role> ROLES =
      ImmutableMap.<String, Role>builder()
          .put("train", Role.TRAIN)
          .put("training", Role.TRAIN)
          .put("val", Role.VALIDATION)
          .put("valid", Role.VALIDATION)
          .put("validation", Role.VALIDATION)
          .put("test", Role.TEST)
          .put("testing", Role.TEST)
          .buildOrThrow();

  /** Returns whether these are the names of a training part, another part and nothing else. */
  static boolean areParts(Collection<String> names) {
    return names.size() > 1
        && names.stream().allMatch(name -> role(name).isPresent())
        && names.stream().anyMatch(name -> role(name).orElseThrow() == Role.TRAIN);
  }

  /**
   * Returns the parts of these names.
   *
   * @param where for messages
   * @throws IllegalArgumentException if there is no part to train on or none to test on, two names
   *     mean the same part, or one means none
   */
  static SplitParts of(String where, Collection<String> names) {
    Map<Role, String> parts = new EnumMap<>(Role.class);
    for (String name : names) {
      Optional<Role> role = role(name);
      if (role.isEmpty() || parts.putIfAbsent(role.get(), name) != null) {
        throw unknown(where, names);
      }
    }
    String train = parts.get(Role.TRAIN);
    String validation = parts.get(Role.VALIDATION);
    String test = parts.get(Role.TEST);
    if (train == null || (validation == null && test == null)) {
      throw unknown(where, names);
    }
    if (test != null) {
      return new SplitParts(train, Optional.ofNullable(validation), test);
    }
    // With one part beside the training part, that is what figures are published of.
    return new SplitParts(train, Optional.empty(), validation == null ? "" : validation);
  }

  private static IllegalArgumentException unknown(String where, Collection<String> names) {
    return new IllegalArgumentException(
        "[%s] A divided data set has a part train, one of test, val or both, and no other, but found %s. Rename or remove parts, or divide by folds."
            .formatted(where, names.isEmpty() ? "none" : names.stream().collect(joining(", "))));
  }

  private static Optional<Role> role(String name) {
    return Optional.ofNullable(ROLES.get(name.toLowerCase(Locale.ROOT)));
  }
}
