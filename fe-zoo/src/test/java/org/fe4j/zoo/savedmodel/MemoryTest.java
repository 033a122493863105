package org.fe4j.zoo.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
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
    List<Double> bytes =
        output.lines().map(line -> Double.valueOf(line.replaceAll("\\D", ""))).toList();
    assertThat(bytes).as(output).hasSize(3);
    double weights = bytes.get(0);
    assertThat(weights).isBetween(100e6, 110e6);
    assertThat(bytes.get(1) / weights).as(output).isBetween(0.5, 2.0);
    assertThat(bytes.get(2) / weights).as(output).isLessThan(2.0);
  }
}
