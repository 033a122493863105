package org.fe4j.examples.cli;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.fe4j.Version;
import org.fe4j.engine.Engines;

/** What times and the last bits of features depend on besides the engines. */
final class Machine {
  private static final Path LINUX = Path.of("/proc/cpuinfo");

  private Machine() {}

  /** Returns the facts by what they are called in reports. */
  static ImmutableMap<String, String> facts() throws IOException {
    return ImmutableMap.of(
        "processor",
        "%s, %d usable".formatted(processor(), Runtime.getRuntime().availableProcessors()),
        "instruction set",
        Engines.instructionSet(),
        "operating system",
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        "JDK",
        System.getProperty("java.runtime.version") + " " + System.getProperty("java.vendor"),
        "fe4j",
        Version.NAME);
  }

  /** Returns what the system calls the processor; elsewhere than on Linux its architecture. */
  private static String processor() throws IOException {
    if (!Files.isReadable(LINUX)) {
      return System.getProperty("os.arch");
    }
    try (Stream<String> lines = Files.lines(LINUX)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    }
  }
}
