/**
 * Writes a graph as a TorchScript archive for DJL's PyTorch engine.
 *
 * <p>Start at {@link org.fe4j.zoo.torchscript.TorchScriptCompiler}. {@code CodeEmitter} says what
 * becomes of each operation by itself, a {@code Fusion} of several together, {@code Emission} what
 * depends on device and precision, {@code PickleWriter} and {@code ArchiveWriter} how the file is
 * laid out.
 */
@NullMarked
package org.fe4j.zoo.torchscript;

import org.jspecify.annotations.NullMarked;
