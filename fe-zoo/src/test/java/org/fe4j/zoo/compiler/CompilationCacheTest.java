package org.fe4j.zoo.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CompilationCacheTest {
  private static final String HASH = "ab".repeat(32);
  private static final String CONTENT = "compiled";

  private final AtomicInteger compilations = new AtomicInteger();

  @Test
  void compilesOnceAndThenFindsTheFile(@TempDir Path root) throws Exception {
    CompiledFile first = get(root);
    assertThat(first.path()).isEqualTo(root.resolve("compiled").resolve(HASH).resolve("model.pt"));
    assertThat(first.path()).hasContent(CONTENT);
    assertThat(first.byteSize()).isEqualTo(CONTENT.length());
    assertThat(first.sha256())
        .isEqualTo(Hashing.sha256().hashString(CONTENT, StandardCharsets.UTF_8).toString());
    assertThat(get(root)).isEqualTo(first);
    assertThat(compilations).hasValue(1);
  }

  @Test
  void compilesAgainWhenAByteIsFlipped(@TempDir Path root) throws Exception {
    Path file = get(root).path();
    byte[] bytes = Files.readAllBytes(file);
    bytes[3] ^= 1;
    Files.write(file, bytes);
    // The time alone must not have to give it away.
    Files.setLastModifiedTime(file, FileTime.fromMillis(1));
    assertThat(get(root).path()).hasContent(CONTENT);
    assertThat(compilations).hasValue(2);
  }

  @Test
  void compilesAgainWhenTheFileIsCutShortOrGone(@TempDir Path root) throws Exception {
    Path file = get(root).path();
    Files.writeString(file, "comp");
    assertThat(get(root).path()).hasContent(CONTENT);
    Files.delete(file);
    assertThat(get(root).path()).hasContent(CONTENT);
    assertThat(compilations).hasValue(3);
  }

  @Test
  void compilesAgainWhenTheSealIsDamagedOrGone(@TempDir Path root) throws Exception {
    Path file = get(root).path();
    Path seal = file.resolveSibling("model.pt.seal");
    Files.writeString(seal, "8 nothing\n");
    get(root);
    Files.write(seal, new byte[1 << 20]);
    get(root);
    Files.delete(seal);
    assertThat(get(root).path()).hasContent(CONTENT);
    assertThat(compilations).hasValue(4);
  }

  @Test
  void trustsATouchedFileOnlyAfterReadingIt(@TempDir Path root) throws Exception {
    Path file = get(root).path();
    Files.setLastModifiedTime(file, FileTime.fromMillis(1));
    assertThat(get(root).path()).hasContent(CONTENT);
    assertThat(compilations).hasValue(1);
  }

  @Test
  void leavesNothingBehindWhenACompilationFails(@TempDir Path root) throws Exception {
    assertThatThrownBy(
            () ->
                CompilationCache.in(root)
                    .get(
                        HASH,
                        "model.pt",
                        file -> {
                          throw new IOException("disk full");
                        }))
        .isInstanceOf(IOException.class)
        .hasMessage("disk full");
    assertThat(get(root).path()).hasContent(CONTENT);
    assertThat(names(root.resolve("compiled").resolve(HASH)))
        .containsExactlyInAnyOrder("lock", "model.pt", "model.pt.seal");
  }

  @Test
  void refusesAHashThatIsNone(@TempDir Path root) {
    assertThatThrownBy(() -> CompilationCache.in(root).get("../../x", "model.pt", file -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Not a sha-256 in hex: \"../../x\"");
  }

  @Test
  void threadsThatWantTheSameFileCompileItOnce(@TempDir Path root) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<CompiledFile>> results = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        results.add(
            threads.submit(
                () -> {
                  start.await();
                  return get(root);
                }));
      }
      start.countDown();
      for (Future<CompiledFile> result : results) {
        assertThat(result.get().path()).hasContent(CONTENT);
      }
    } finally {
      threads.shutdown();
    }
    assertThat(compilations).hasValue(1);
  }

  @Test
  void processesThatWantTheSameFileCompileItOnce(@TempDir Path root) throws Exception {
    Path log = Files.createFile(root.resolve("log"));
    Process first = CacheProcess.start(root, HASH, log, Duration.ofMillis(1500));
    Process second = CacheProcess.start(root, HASH, log, Duration.ofMillis(1500));
    assertThat(first.waitFor()).isZero();
    assertThat(second.waitFor()).isZero();
    assertThat(log).hasContent("compiled\n");
    assertThat(get(root).path()).hasContent(CacheProcess.CONTENT);
    assertThat(compilations).hasValue(0);
  }

  @Test
  void aKilledCompilationLeavesNoFileAndItsTemporaryIsRemoved(@TempDir Path root) throws Exception {
    Path log = Files.createFile(root.resolve("log"));
    String other = "cd".repeat(32);
    Path directory = root.resolve("compiled").resolve(other);
    Process killed = CacheProcess.start(root, other, log, Duration.ofHours(1));
    awaitTemporary(directory);
    // While it lives, its file is left alone.
    get(root);
    assertThat(names(directory)).contains(CacheProcess.TEMPORARY);
    killed.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
    assertThat(names(directory)).containsExactlyInAnyOrder("lock", CacheProcess.TEMPORARY);

    // A compilation of anything else cleans up behind it.
    Files.delete(root.resolve("compiled").resolve(HASH).resolve("model.pt"));
    get(root);
    assertThat(names(directory)).containsExactly("lock");
  }

  private CompiledFile get(Path root) throws IOException {
    return CompilationCache.in(root)
        .get(
            HASH,
            "model.pt",
            file -> {
              compilations.incrementAndGet();
              Path temporary = file.resolveSibling("model.pt.1.tmp");
              Files.writeString(temporary, CONTENT);
              Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            });
  }

  private static void awaitTemporary(Path directory) throws Exception {
    while (!Files.exists(directory.resolve(CacheProcess.TEMPORARY))) {
      Thread.sleep(20);
    }
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
