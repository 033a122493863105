package org.fe4j.zoo.torchscript;

import com.google.common.collect.ImmutableSet;
import java.util.HashSet;
import java.util.Set;

/**
 * Hands out names that TorchScript takes as identifiers, each once: {@code layer1.0.conv1.weight}
 * becomes {@code layer1_0_conv1_weight}.
 *
 * <p>Not safe for concurrent use; confine an instance to one thread.
 */
final class NameAllocator {
  // What TorchScript's lexer or its modules take for something else.
  private static final ImmutableSet<String> RESERVED =
      ImmutableSet.of(
          "and",
          "as",
          "assert",
          "async",
          "await",
          "break",
          "class",
          "continue",
          "def",
          "del",
          "elif",
          "else",
          "except",
          "finally",
          "for",
          "from",
          "forward",
          "global",
          "if",
          "import",
          "in",
          "is",
          "lambda",
          "nonlocal",
          "None",
          "not",
          "or",
          "pass",
          "raise",
          "return",
          "self",
          "torch",
          "training",
          "True",
          "False",
          "try",
          "while",
          "with",
          "yield");

  private final Set<String> taken = new HashSet<>(RESERVED);

  /** Returns an identifier like this name that was not returned before. */
  String allocate(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9_]", "_");
    // TorchScript reserves names that begin with two underscores.
    if (plain.isEmpty() || !Character.isLetter(plain.charAt(0))) {
      plain = "w" + plain;
    }
    String unique = plain;
    for (int i = 1; !taken.add(unique); i++) {
      unique = plain + "_" + i;
    }
    return unique;
  }
}
