package org.fe4j.zoo.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.fe4j.zoo.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What models take of the memory of a process with a small heap. As constants their weights would
 * be there several times: in the graph, in its optimised copy, and on the heap of DJL.
 */
class MemoryTest {

  @Test
  void weightsAreThereOnceAndTheirMemoryIsUsedAgain(@TempDir Path folder) throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/status")), "Only Linux says how much it is");
    String output = ChildJvm.of(MemoryProcess.class, "64m").run(folder.toString(), "10000");
    Map<String, Long> bytes =
        output
            .lines()
            .map(line -> line.split(" "))
            .collect(Collectors.toMap(words -> words[0], words -> Long.valueOf(words[1])));
    long weights = bytes.get("weights");
    assertThat(weights).isBetween(100_000_000L, 110_000_000L);
    assertThat((double) bytes.get("run") / weights).as("after a run").isBetween(0.5, 2.0);
    assertThat((double) bytes.get("peak") / weights).as("at most").isLessThan(2.0);
    // oneDNN's allocator keeps what a closed model held, for the next one.
    assertThat((double) (bytes.get("again") - bytes.get("run")) / weights)
        .as("by a second model after the first was closed")
        .isLessThan(0.25);
    assertThat(bytes.get("predictions")).as("by predictions").isLessThan(20_000_000L);
  }
}
