package org.fe4j.benchmarks;

/** Which of its programs a backbone runs. */
public enum Program {
  /** What users get: the graph after the compiler's passes. */
  FUSED,
  /** The graph as its reference implementation computes it, in the same engine. */
  PLAIN
}
