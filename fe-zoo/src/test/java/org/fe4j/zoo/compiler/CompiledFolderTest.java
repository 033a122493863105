package org.fe4j.zoo.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.fe4j.file.StagedFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is compiled to a folder is in the cache as a whole or not at all. */
@Timeout(120)
class CompiledFolderTest {
  private static final String HASH = "ab".repeat(32);
  private static final String GRAPH = "saved_model.pb";
  private static final String INDEX = "variables/variables.index";
  private static final String DATA = "variables/variables.data";
  private static final List<String> FILES = List.of(GRAPH, DATA, INDEX);

  private final AtomicInteger compilations = new AtomicInteger();

  private CompiledFile get(Path root) throws IOException {
    return CompilationCache.in(root)
        .get(
            HASH,
            "saved_model",
            path -> {
              compilations.incrementAndGet();
              try (StagedFolder folder = StagedFolder.create(path)) {
                Files.createDirectory(folder.path().resolve("variables"));
                for (String file : FILES) {
                  Files.writeString(folder.path().resolve(file), "content of " + file);
                }
                folder.publish();
              }
            });
  }

  private void assertWhole(Path root) throws IOException {
    CompiledFile compiled = get(root);
    assertThat(relativeFiles(compiled.path())).containsExactlyElementsOf(FILES);
    for (String file : FILES) {
      assertThat(compiled.path().resolve(file)).hasContent("content of " + file);
    }
    assertThat(get(root)).isEqualTo(compiled);
  }

  private static List<String> relativeFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void isCompiledOnceAndThenFound(@TempDir Path root) throws Exception {
    CompiledFile first = get(root);
    assertThat(first.path())
        .isEqualTo(root.resolve("compiled").resolve(HASH).resolve("saved_model"));
    assertThat(first.byteSize())
        .isEqualTo(FILES.stream().mapToLong(file -> ("content of " + file).length()).sum());
    assertThat(names(root.resolve("compiled").resolve(HASH)))
        .containsExactly("lock", "saved_model", "saved_model.seal");
    assertWhole(root);
    assertThat(compilations).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {GRAPH, INDEX, DATA})
  void isCompiledAgainWhenAByteOfAnyFileIsFlipped(String name, @TempDir Path root)
      throws Exception {
    Path file = get(root).path().resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    bytes[3] ^= 1;
    Files.write(file, bytes);
    Files.setLastModifiedTime(file, FileTime.fromMillis(1));
    assertWhole(root);
    assertThat(compilations).hasValue(2);
  }

  /** What can happen to a folder. */
  private enum Damage {
    GONE {
      @Override
      void happen(Path folder) throws IOException {
        for (String file : FILES) {
          Files.delete(folder.resolve(file));
        }
        Files.delete(folder.resolve("variables"));
        Files.delete(folder);
      }
    },
    EMPTY {
      @Override
      void happen(Path folder) throws IOException {
        for (String file : FILES) {
          Files.delete(folder.resolve(file));
        }
      }
    },
    A_FILE_MISSING {
      @Override
      void happen(Path folder) throws IOException {
        Files.delete(folder.resolve(INDEX));
      }
    },
    A_FILE_TOO_MANY {
      @Override
      void happen(Path folder) throws IOException {
        Files.createFile(folder.resolve("variables/other"));
      }
    },
    A_FILE_CUT_SHORT {
      @Override
      void happen(Path folder) throws IOException {
        Files.writeString(folder.resolve(DATA), "content");
      }
    },
    A_FILE_UNDER_ANOTHER_NAME {
      @Override
      void happen(Path folder) throws IOException {
        Files.move(folder.resolve(DATA), folder.resolve("variables/variables.date"));
      }
    },
    A_FILE_IN_ANOTHER_FOLDER {
      @Override
      void happen(Path folder) throws IOException {
        Files.move(folder.resolve(INDEX), folder.resolve("variables.index"));
      }
    },
    BYTES_MOVED_TO_THE_NEXT_FILE {
      @Override
      void happen(Path folder) throws IOException {
        // The bytes of all files one after another are the same.
        String data = Files.readString(folder.resolve(DATA));
        int end = data.length() - 1;
        String index = data.substring(end) + Files.readString(folder.resolve(INDEX));
        Files.writeString(folder.resolve(DATA), data.substring(0, end));
        Files.writeString(folder.resolve(INDEX), index);
      }
    },
    FILES_EXCHANGED {
      @Override
      void happen(Path folder) throws IOException {
        Path between = folder.resolve("between");
        Files.move(folder.resolve(GRAPH), between);
        Files.move(folder.resolve(DATA), folder.resolve(GRAPH));
        Files.move(between, folder.resolve(DATA));
      }
    },
    A_FILE_IN_ITS_PLACE {
      @Override
      void happen(Path folder) throws IOException {
        GONE.happen(folder);
        Files.writeString(folder, "no folder");
      }
    };

    abstract void happen(Path folder) throws IOException;
  }

  @ParameterizedTest
  @EnumSource
  void isCompiledAgainWhateverIsWrongWithIt(Damage damage, @TempDir Path root) throws Exception {
    damage.happen(get(root).path());
    assertWhole(root);
    assertThat(compilations).hasValue(2);
  }

  @Test
  void isCompiledAgainWithoutItsSeal(@TempDir Path root) throws Exception {
    Files.delete(get(root).path().resolveSibling("saved_model.seal"));
    assertWhole(root);
    assertThat(compilations).hasValue(2);
  }

  @Test
  void isReadAgainWhenItWasTouchedAndTrustedThen(@TempDir Path root) throws Exception {
    Files.setLastModifiedTime(get(root).path().resolve(DATA), FileTime.fromMillis(1));
    assertWhole(root);
    assertThat(compilations).hasValue(1);
  }

  @Test
  void leavesNothingBehindWhenACompilationFails(@TempDir Path root) throws Exception {
    assertThatThrownBy(
            () ->
                CompilationCache.in(root)
                    .get(
                        HASH,
                        "saved_model",
                        path -> {
                          try (StagedFolder folder = StagedFolder.create(path)) {
                            Files.writeString(folder.path().resolve(GRAPH), "half");
                            throw new IOException("disk full");
                          }
                        }))
        .hasMessage("disk full");
    assertThat(names(root.resolve("compiled").resolve(HASH))).containsExactly("lock");
    assertWhole(root);
  }

  @Test
  void processesThatWantTheSameFolderCompileItOnce(@TempDir Path root) throws Exception {
    Path log = Files.createFile(root.resolve("log"));
    Process first = CacheProcess.startFolder(root, HASH, log, Duration.ofSeconds(1));
    Process second = CacheProcess.startFolder(root, HASH, log, Duration.ofSeconds(1));
    assertThat(first.waitFor()).isZero();
    assertThat(second.waitFor()).isZero();
    assertThat(log).hasContent("compiled\n");
    Path folder = get(root).path();
    assertThat(relativeFiles(folder)).containsExactly(GRAPH, "variables/index");
    assertThat(folder.resolve(GRAPH)).hasContent(CacheProcess.CONTENT);
    assertThat(compilations).hasValue(0);
  }

  @Test
  void aKilledCompilationLeavesNoFolderAndItsPartIsRemoved(@TempDir Path root) throws Exception {
    Path log = Files.createFile(root.resolve("log"));
    String other = "cd".repeat(32);
    Path directory = root.resolve("compiled").resolve(other);
    Path part = directory.resolve(CacheProcess.TEMPORARY_FOLDER);
    Process killed = CacheProcess.startFolder(root, other, log, Duration.ofHours(1));
    while (!Files.exists(part.resolve("variables/index"))) {
      assertThat(killed.isAlive()).isTrue();
      Thread.sleep(20);
    }
    // While it lives, its folder is left alone.
    get(root);
    assertThat(part.resolve("variables/index")).exists();
    killed.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
    assertThat(names(directory)).containsExactly("lock", CacheProcess.TEMPORARY_FOLDER);

    // A compilation of anything else cleans up behind it.
    Files.move(
        root.resolve("compiled").resolve(HASH).resolve("saved_model").resolve(DATA),
        root.resolve("elsewhere"),
        StandardCopyOption.ATOMIC_MOVE);
    assertWhole(root);
    assertThat(names(directory)).containsExactly("lock");
  }

  @Test
  void theNextCompilationOfTheSameCleansUpTheKilledOne(@TempDir Path root) throws Exception {
    Path directory = root.resolve("compiled").resolve(HASH);
    Path part = directory.resolve(CacheProcess.TEMPORARY_FOLDER);
    Files.createDirectories(part.resolve("variables"));
    Files.writeString(part.resolve("variables/variables.index"), "half");
    assertWhole(root);
    assertThat(names(directory)).containsExactly("lock", "saved_model", "saved_model.seal");
  }
}
