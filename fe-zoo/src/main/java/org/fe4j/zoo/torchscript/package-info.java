/** Writes a graph as a TorchScript archive for DJL's PyTorch engine. */
@NullMarked
package org.fe4j.zoo.torchscript;

import org.jspecify.annotations.NullMarked;
