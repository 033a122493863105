package org.fe4j.zoo.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.fe4j.zoo.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What weights take of the memory of a process with a small heap. As constants they would be there
 * several times: in the graph, in its optimised copy, and on the heap of DJL.
 */
@EnabledOnOs(OS.LINUX)
class MemoryTest {

  @Test
  void weightsAreThereOnce(@TempDir Path folder) throws Exception {
    String output = ChildJvm.of(MemoryProcess.class, "64m").run(folder.toString());
    Map<String, Long> bytes =
        output
            .lines()
            .map(line -> line.split(" "))
            .collect(Collectors.toMap(words -> words[0], words -> Long.valueOf(words[1])));
    long weights = bytes.get("weights");
    assertThat(weights).isBetween(100_000_000L, 110_000_000L);
    assertThat((double) bytes.get("run") / weights).as("after a run").isBetween(0.5, 2.0);
    assertThat((double) bytes.get("peak") / weights).as("at most").isLessThan(2.0);
  }
}
