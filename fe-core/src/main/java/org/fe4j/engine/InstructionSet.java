package org.fe4j.engine;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What native libraries choose their kernels by on this processor. Other kernels add in another
 * order, and features differ in their last bits.
 */
final class InstructionSet {
  private static final Logger LOGGER = LoggerFactory.getLogger(InstructionSet.class);
  private static final Path LINUX = Path.of("/proc/cpuinfo");

  /** Those that libtorch, oneDNN, MKL and TensorFlow look at; x86 and ARM in one. */
  private static final ImmutableSet<String> EXTENSIONS =
      ImmutableSet.of(
          "sse4_2",
          "avx",
          "avx2",
          "fma",
          "f16c",
          "avx512f",
          "avx512bw",
          "avx512dq",
          "avx512vl",
          "avx512_vnni",
          "avx512_bf16",
          "avx512_fp16",
          "avx_vnni",
          "amx_tile",
          "amx_int8",
          "amx_bf16",
          "amx_fp16",
          "asimd",
          "asimddp",
          "asimdhp",
          "sve",
          "sve2",
          "bf16",
          "i8mm");

  /** By which people make the libraries use less than there is, or TensorFlow its own kernels. */
  private static final ImmutableList<String> LIMITS =
      ImmutableList.of(
          "ATEN_CPU_CAPABILITY", "ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA", "TF_ENABLE_ONEDNN_OPTS");

  private InstructionSet() {}

  /** Returns that of this machine. */
  static String ofMachine() {
    List<String> lines = List.of();
    if (Files.isReadable(LINUX)) {
      try {
        lines = Files.readAllLines(LINUX);
      } catch (IOException e) {
        LOGGER.debug("Cannot read {}", LINUX, e);
      }
    }
    StringBuilder text = new StringBuilder(of(System.getProperty("os.arch"), lines));
    for (String limit : LIMITS) {
      String value = System.getenv(limit);
      if (value != null) {
        text.append(' ').append(limit).append('=').append(value);
      }
    }
    return text.toString();
  }

  /**
   * Returns what a processor has.
   *
   * @param architecture the JVM's name of it
   * @param lines of Linux' {@code /proc/cpuinfo}, or none on other systems
   */
  static String of(String architecture, List<String> lines) {
    List<String> parts = new ArrayList<>();
    parts.add(architecture);
    // MKL looks at the maker as well.
    value(lines, "vendor_id").ifPresent(parts::add);
    TreeSet<String> found = new TreeSet<>();
    for (String key : List.of("flags", "Features")) {
      value(lines, key)
          .ifPresent(
              flags ->
                  Splitter.on(' ')
                      .split(flags.toLowerCase(Locale.ROOT))
                      .forEach(
                          flag -> {
                            if (EXTENSIONS.contains(flag)) {
                              found.add(flag);
                            }
                          }));
    }
    parts.addAll(found);
    return String.join(" ", parts);
  }

  private static java.util.Optional<String> value(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.matches(key + "\\s*:.*"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst();
  }
}
