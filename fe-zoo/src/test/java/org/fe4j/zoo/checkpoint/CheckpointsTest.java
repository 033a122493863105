package org.fe4j.zoo.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointsTest {

  @ParameterizedTest
  @CsvSource({
    "model.safetensors, expected.json",
    "zip.pth, expected.json",
    "legacy.pth, expected.json",
    "nested_state_dict.pth, expected.json",
    "nested_model.pth, expected.json",
    "module_state_dict.pth, module_state_dict.json",
    "torchscript.pt, torchscript.json"
  })
  void readsEachFormatAsItsFrameworkWroteIt(String name, String expected) throws IOException {
    try (Checkpoint checkpoint = Checkpoints.open(Fixtures.path(name))) {
      Fixtures.assertHolds(checkpoint, expected);
    }
  }

  @ParameterizedTest
  @CsvSource({"zip.pth", "legacy.pth", "nested_state_dict.pth", "nested_model.pth"})
  void readsAcrossMappings(String name) throws IOException {
    try (Checkpoint checkpoint = Checkpoints.open(MappedFile.open(Fixtures.path(name), 7, 24))) {
      Fixtures.assertHolds(checkpoint, "expected.json");
    }
  }

  @Test
  void readsAnyPartOfAStridedView() throws IOException {
    try (Checkpoint checkpoint = Checkpoints.open(Fixtures.path("zip.pth"))) {
      List<Float> all = Fixtures.values(checkpoint, "transposed", 0, 12);
      for (int begin = 0; begin <= 12; begin++) {
        for (int end = begin; end <= 12; end++) {
          assertThat(Fixtures.values(checkpoint, "transposed", begin, end - begin))
              .isEqualTo(all.subList(begin, end));
        }
      }
    }
  }

  @Test
  void letsTheContentDecideNotTheName(@TempDir Path directory) throws IOException {
    Path misnamed = directory.resolve("weights.bin");
    Files.copy(Fixtures.path("zip.pth"), misnamed);

    try (Checkpoint checkpoint = Checkpoints.open(misnamed)) {
      Fixtures.assertHolds(checkpoint, "expected.json");
    }
  }

  @Test
  void letsTheFileGoWhenClosedOrRefused(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("good.pth");
    Files.copy(Fixtures.path("zip.pth"), file);
    Checkpoints.open(file).close();
    Files.delete(file);

    assertThat(mappings()).noneMatch(line -> line.contains(directory.toString()));
  }

  @Test
  void closesWhileOthersRead() throws Exception {
    for (int round = 0; round < 20; round++) {
      Checkpoint checkpoint = Checkpoints.open(Fixtures.path("zip.pth"));
      CountDownLatch reading = new CountDownLatch(2);
      Callable<Integer> reader =
          () -> {
            float[] target = new float[108];
            int reads = 0;
            try {
              while (true) {
                checkpoint.read("conv.weight", 0, target, 0, 108);
                reads++;
                reading.countDown();
              }
            } catch (IllegalStateException e) {
              return reads;
            }
          };
      ExecutorService threads = Executors.newFixedThreadPool(2);
      List<Future<Integer>> readers = List.of(threads.submit(reader), threads.submit(reader));
      reading.await();
      checkpoint.close();
      // A read of an unmapped page would have ended the JVM.
      assertThat(readers.get(0).get() + readers.get(1).get()).isPositive();
      threads.shutdown();
    }
  }

  /** Linux lists a process's mappings; elsewhere the deletion above is the test. */
  private static List<String> mappings() throws IOException {
    Path maps = Path.of("/proc/self/maps");
    return Files.exists(maps) ? Files.readAllLines(maps) : List.of();
  }
}
