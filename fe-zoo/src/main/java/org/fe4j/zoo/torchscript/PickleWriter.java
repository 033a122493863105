package org.fe4j.zoo.torchscript;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes the pickle (protocol 2) in which a TorchScript archive keeps its module: one object of
 * class {@code __torch__.Backbone} with its tensors.
 *
 * <pre>
 * \x80 2                       protocol
 * c __torch__ Backbone ) \x81  an object without arguments
 * } (                          its attributes
 *   X training \x89
 *   X name   tensor …
 * u b .                        set, build, stop
 *
 * tensor: c torch._utils _rebuild_tensor_v2 (
 *           ( X storage, c torch FloatStorage, X key, X cpu, count t Q    storage by persistent id
 *           offset, sizes, strides, \x89, c collections OrderedDict ) R
 *         t R
 * </pre>
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 *
 * @see <a href="https://github.com/python/cpython/blob/main/Lib/pickletools.py">pickletools.py</a>
 */
final class PickleWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** Returns the pickle of an empty tuple. */
  static byte[] emptyTuple() {
    return new byte[] {(byte) 0x80, 2, ')', '.'};
  }

  /** Returns the pickle of the module that holds these tensors; the i-th one has storage i. */
  static byte[] module(List<ArchiveTensor> tensors) {
    PickleWriter pickle = new PickleWriter();
    pickle.opcode(0x80).opcode(2).global("__torch__", "Backbone").opcode(')').opcode(0x81);
    pickle.opcode('}').opcode('(').text("training").opcode(0x89);
    for (int i = 0; i < tensors.size(); i++) {
      pickle.text(tensors.get(i).name()).tensor(tensors.get(i), i);
    }
    pickle.opcode('u').opcode('b').opcode('.');
    return pickle.bytes.toByteArray();
  }

  private PickleWriter tensor(ArchiveTensor tensor, int key) {
    global("torch._utils", "_rebuild_tensor_v2").opcode('(');
    opcode('(').text("storage").global("torch", tensor.element().storageType());
    text(Integer.toString(key)).text("cpu").integer(tensor.shape().elements()).opcode('t');
    opcode('Q').integer(0);
    opcode('(');
    tensor.shape().sizes().forEach(this::integer);
    opcode('t').opcode('(');
    tensor.strides().forEach(this::integer);
    opcode('t').opcode(0x89);
    return global("collections", "OrderedDict").opcode(')').opcode('R').opcode('t').opcode('R');
  }

  private PickleWriter opcode(int code) {
    bytes.write(code);
    return this;
  }

  private PickleWriter global(String module, String name) {
    return opcode('c').raw(module + "\n" + name + "\n");
  }

  private PickleWriter text(String text) {
    opcode('X').fixed(text.getBytes(StandardCharsets.UTF_8).length, Integer.BYTES);
    return raw(text);
  }

  private PickleWriter integer(long value) {
    if (value == (int) value) {
      return opcode('J').fixed(value, Integer.BYTES);
    }
    return opcode(0x8a).opcode(Long.BYTES).fixed(value, Long.BYTES);
  }

  private PickleWriter raw(String text) {
    bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  private PickleWriter fixed(long value, int size) {
    for (int i = 0; i < size; i++) {
      bytes.write((int) (value >>> (8 * i)));
    }
    return this;
  }
}
