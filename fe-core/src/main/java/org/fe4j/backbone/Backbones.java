package org.fe4j.backbone;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Finds backbones by name among all providers on the class path.
 *
 * <p>Safe for use by multiple threads.
 */
public final class Backbones {
  private static final ImmutableList<String> WEIGHT_ENDINGS =
      ImmutableList.of(".safetensors", ".pth", ".pt");

  private Backbones() {}

  /**
   * Returns the backbone of a name.
   *
   * @param name {@code architecture} or {@code architecture.weights}
   * @throws IllegalArgumentException if nobody knows the name; the message has the nearest ones
   */
  public static Backbone named(String name) {
    return first(name, provider -> provider.find(name));
  }

  /**
   * Returns the backbone of a name with the weights of a local file.
   *
   * @param name {@code architecture} or {@code architecture.weights}
   * @param weights a weight file in any format that the provider reads
   * @throws IllegalArgumentException if nobody knows the name; the message has the nearest ones
   */
  public static Backbone named(String name, Path weights) {
    return first(name, provider -> provider.find(name, weights));
  }

  /**
   * Returns the weight file in a folder that is named after a backbone, by its full name or its
   * architecture, and ends in {@code .safetensors}, {@code .pth} or {@code .pt}: {@code
   * resnet50.pth}. The full name goes first.
   *
   * @param name {@code architecture} or {@code architecture.weights}
   */
  public static Optional<Path> weightsIn(Path folder, String name) {
    int dot = name.indexOf('.');
    String architecture = dot < 0 ? name : name.substring(0, dot);
    return Stream.of(name, architecture)
        .flatMap(stem -> WEIGHT_ENDINGS.stream().map(ending -> folder.resolve(stem + ending)))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /** Returns the full names that all providers know, sorted. */
  public static ImmutableSortedSet<String> names() {
    ImmutableSortedSet.Builder<String> names = ImmutableSortedSet.naturalOrder();
    for (BackboneProvider provider : ServiceLoader.load(BackboneProvider.class)) {
      names.addAll(provider.names());
    }
    return names.build();
  }

  private static Backbone first(
      String name, Function<BackboneProvider, Optional<Backbone>> lookup) {
    for (BackboneProvider provider : ServiceLoader.load(BackboneProvider.class)) {
      Optional<Backbone> backbone = lookup.apply(provider);
      if (backbone.isPresent()) {
        return backbone.get();
      }
    }
    throw unknown(name);
  }

  /**
   * Returns what to throw for a name that nobody knows: it has the nearest name, or the weights.
   */
  public static IllegalArgumentException unknown(String name) {
    int dot = name.indexOf('.');
    String architecture = dot < 0 ? name : name.substring(0, dot);
    ImmutableSortedSet<String> names = names();
    if (names.isEmpty()) {
      return new IllegalArgumentException(
          "Unknown backbone \"%s\": no provider of backbones is on the class path; add org.fe4j:fe-pytorch or org.fe4j:fe-tensorflow."
              .formatted(name));
    }
    List<String> sameArchitecture =
        names.stream().filter(full -> full.startsWith(architecture + ".")).toList();
    if (!sameArchitecture.isEmpty()) {
      return new IllegalArgumentException(
          "%s has no %s; there are: %s"
              .formatted(
                  architecture,
                  dot < 0 ? "default weights" : "weights \"" + name.substring(dot + 1) + "\"",
                  Joiner.on(", ").join(sameArchitecture)));
    }
    Set<String> architectures = new TreeSet<>();
    names.forEach(full -> architectures.add(full.replaceFirst("\\..*", "")));
    return new IllegalArgumentException(
        "Unknown backbone \"%s\".%s Zoo.names() lists all."
            .formatted(name, Spelling.hint(architecture, architectures)));
  }
}
