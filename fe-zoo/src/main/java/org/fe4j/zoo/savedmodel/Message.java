package org.fe4j.zoo.savedmodel;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A protocol buffer message, written field by field: the few kinds of field that TensorFlow's
 * graphs and checkpoints need.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Protocol Buffers: Encoding</a>
 */
final class Message {
  private static final int VARINT = 0;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED_32 = 5;
  private static final int KEY = 1;
  private static final int VALUE = 2;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** Appends an integer, an enumeration's number or, as 0 or 1, a boolean. */
  Message number(int field, long value) {
    tag(field, VARINT);
    varint(bytes, value);
    return this;
  }

  /** Appends integers as one packed field. */
  Message numbers(int field, List<? extends Number> values) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    values.forEach(value -> varint(packed, value.longValue()));
    return bytes(field, packed.toByteArray());
  }

  /** Appends the bits of a float or of an unsigned 32-bit number. */
  Message fixed32(int field, int bits) {
    tag(field, FIXED_32);
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      bytes.write(bits >>> shift);
    }
    return this;
  }

  /** Appends bytes. */
  Message bytes(int field, byte[] value) {
    tag(field, LENGTH_DELIMITED);
    varint(bytes, value.length);
    bytes.writeBytes(value);
    return this;
  }

  /** Appends a text in UTF-8. */
  Message text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Appends a message. */
  Message message(int field, Message value) {
    return bytes(field, value.toBytes());
  }

  /** Appends an entry of a map from texts to messages. */
  Message entry(int field, String key, Message value) {
    return message(field, new Message().text(KEY, key).message(VALUE, value));
  }

  /** Returns what was appended. */
  byte[] toBytes() {
    return bytes.toByteArray();
  }

  /** Appends an unsigned number, seven bits a byte, the lowest first; -1 takes ten bytes. */
  static void varint(ByteArrayOutputStream target, long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      target.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    target.write((int) rest);
  }

  private void tag(int field, int kind) {
    varint(bytes, (long) field << 3 | kind);
  }
}
