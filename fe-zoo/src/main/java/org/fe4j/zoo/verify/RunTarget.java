package org.fe4j.zoo.verify;

import org.fe4j.backbone.DeviceKind;
import org.fe4j.backbone.Precision;
import org.fe4j.zoo.compiler.GraphCompiler;

/** What a graph is compiled for and run on. */
record RunTarget(GraphCompiler compiler, DeviceKind device, Precision precision) {
  RunTarget with(Precision other) {
    return new RunTarget(compiler, device, other);
  }
}
