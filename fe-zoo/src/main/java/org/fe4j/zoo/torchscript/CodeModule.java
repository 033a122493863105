package org.fe4j.zoo.torchscript;

import com.google.common.collect.ImmutableList;

/**
 * The code and the tensors of one graph.
 *
 * @param lines of {@code forward}, the last one returning its value
 * @param tensors that the lines read
 */
record CodeModule(ImmutableList<String> lines, ImmutableList<ArchiveTensor> tensors) {

  /** Returns the archive's {@code code/__torch__.py}. */
  String source() {
    StringBuilder text = new StringBuilder("class Backbone(Module):\n  __parameters__ = []\n");
    text.append("  __buffers__ = [");
    tensors.forEach(tensor -> text.append('"').append(tensor.name()).append("\", "));
    text.append("]\n  training : bool\n");
    tensors.forEach(tensor -> text.append("  ").append(tensor.name()).append(" : Tensor\n"));
    text.append("  def forward(self: __torch__.Backbone,\n      x: Tensor) -> Tensor:\n");
    lines.forEach(line -> text.append("    ").append(line).append('\n'));
    return text.toString();
  }
}
