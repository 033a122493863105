package org.fe4j.zoo.compiler;

import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.graph.Parameter;
import org.fe4j.zoo.graph.ParameterSource;

/** The parameters that a graph needs from a checkpoint, also through formulas. */
final class StoredParameters {
  private final Map<String, Parameter> found = new LinkedHashMap<>();

  private StoredParameters() {}

  /** Returns them by name, in the order of their first use. */
  static ImmutableMap<String, Parameter> of(Graph graph) {
    StoredParameters stored = new StoredParameters();
    graph.parameters().forEach(stored::collect);
    return ImmutableMap.copyOf(stored.found);
  }

  private void collect(Parameter parameter) {
    if (parameter.source() instanceof ParameterSource.Stored) {
      found.put(parameter.name(), parameter);
    }
    parameter.source().parameters().forEach(this::collect);
  }
}
