package org.fe4j.backbone;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Turns names into backbones; found through {@link java.util.ServiceLoader}. An implementation has
 * a public constructor without arguments, must be cheap to create, and must neither fetch nor load
 * anything before a backbone is compiled.
 */
public interface BackboneProvider {

  /** Returns the full names of all backbones that it knows. */
  ImmutableList<String> names();

  /**
   * Returns the backbone of a name, full or without weights, or nothing if it knows no such one.
   */
  Optional<Backbone> find(String name);

  /**
   * Returns the backbone of a name with the weights of a local file instead of the published ones,
   * or nothing if it knows no such name. The file is first read when the backbone is compiled.
   */
  Optional<Backbone> find(String name, Path weights);
}
