package org.fe4j.zoo.compiler;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import org.fe4j.backbone.CompilationTarget;
import org.fe4j.zoo.checkpoint.Checkpoint;
import org.fe4j.zoo.graph.Graph;

/**
 * One tap of a graph as a program that is not written yet.
 *
 * @param program what is to be written
 * @param contentHash sha-256, in hex, of everything that decides its bytes
 */
record Compilation(GraphCompiler.Program program, String contentHash) {

  static Compilation of(
      GraphCompiler compiler,
      Graph graph,
      CompilationTarget target,
      Checkpoint checkpoint,
      String weightsSha256) {
    Graph compiled =
        compiler.passes(target.device(), target.precision()).run(graph.only(target.tap().name()));
    GraphCompiler.Program program =
        compiler.program(
            compiled, ParameterValues.of(checkpoint), target.device(), target.precision());
    String content =
        String.join(
            "\n",
            compiler.version(),
            target.device().name(),
            target.precision().name(),
            target.tap().name(),
            weightsSha256,
            compiled.toText(),
            program.text());
    return new Compilation(
        program, Hashing.sha256().hashString(content, StandardCharsets.UTF_8).toString());
  }
}
