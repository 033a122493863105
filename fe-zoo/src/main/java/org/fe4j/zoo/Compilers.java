package org.fe4j.zoo;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import org.fe4j.zoo.compiler.GraphCompiler;
import org.fe4j.zoo.savedmodel.SavedModelCompiler;
import org.fe4j.zoo.torchscript.TorchScriptCompiler;

/** The compilers, one an engine. They need none of the engines: those only run what is written. */
public final class Compilers {
  private static final ImmutableMap<String, GraphCompiler> BY_ENGINE =
      Maps.uniqueIndex(
          ImmutableList.of(new TorchScriptCompiler(), new SavedModelCompiler()),
          GraphCompiler::engine);

  private Compilers() {}

  /**
   * Returns the compiler for an engine.
   *
   * @param engine DJL's name of it
   * @throws IllegalArgumentException if there is none; the message names those there are
   */
  public static GraphCompiler forEngine(String engine) {
    GraphCompiler compiler = BY_ENGINE.get(engine);
    if (compiler == null) {
      throw new IllegalArgumentException(
          "No compiler for the engine \"%s\"; there are: %s"
              .formatted(engine, Joiner.on(", ").join(BY_ENGINE.keySet())));
    }
    return compiler;
  }
}
