package org.fe4j.feature;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The memory of this process, as Linux tells it. */
final class ProcessMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Pattern ANONYMOUS = Pattern.compile("(?m)^RssAnon:\\s+(\\d+) kB$");

  private ProcessMemory() {}

  /**
   * Returns the bytes that are in memory and belong to no file: the heap and what natives
   * allocated. Nothing where the system does not tell.
   */
  static OptionalLong anonymousBytes() {
    try {
      Matcher line = ANONYMOUS.matcher(Files.readString(STATUS, StandardCharsets.ISO_8859_1));
      return line.find()
          ? OptionalLong.of(1024 * Long.parseLong(line.group(1)))
          : OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty(); // Not Linux, or without /proc.
    }
  }
}
