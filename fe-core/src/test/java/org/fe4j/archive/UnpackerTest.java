package org.fe4j.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.commons.compress.archivers.tar.TarConstants.LF_DIR;
import static org.apache.commons.compress.archivers.tar.TarConstants.LF_NORMAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.fe4j.progress.Progress;
import org.fe4j.progress.ProgressListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class UnpackerTest {
  private static final Unpacker ALL = Unpacker.builder().build();
  private static final ImmutableMap<String, byte[]> FILES =
      ImmutableMap.of(
          "set/train.bin",
          bytes(200_000, 1),
          "set/empty.bin",
          new byte[0],
          "set/names/classes.txt",
          "gr\u00e8s\n".getBytes(UTF_8),
          "set/" + "n".repeat(120) + "/gr\u00e8s.txt",
          bytes(512, 2));

  private final Path temp;

  UnpackerTest(@TempDir Path temp) {
    this.temp = temp;
  }

  private static byte[] bytes(int count, long seed) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** The kinds of archive. */
  enum Kind {
    TAR,
    TAR_GZ,
    ZIP;

    byte[] of(Map<String, byte[]> files) throws IOException {
      return switch (this) {
        case TAR -> Archives.tar(files);
        case TAR_GZ -> Archives.tarGz(files);
        case ZIP -> Archives.zip(files);
      };
    }
  }

  private Path archive(byte[] content) throws IOException {
    return Files.write(temp.resolve("archive"), content);
  }

  /** What is in a folder: files with their content, empty folders with none. */
  private static Map<String, String> content(Path folder) throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        found.put(folder.relativize(path).toString(), hash(Files.readAllBytes(path)));
      }
    }
    return found;
  }

  private static String hash(byte[] bytes) {
    return com.google.common.hash.Hashing.sha256().hashBytes(bytes).toString();
  }

  private static Map<String, String> expected(Map<String, byte[]> files) {
    Map<String, String> expected = new TreeMap<>();
    files.forEach((name, bytes) -> expected.put(name, hash(bytes)));
    return expected;
  }

  @ParameterizedTest
  @EnumSource
  void unpacksEveryFileOnce(Kind kind) throws IOException {
    Path archive = archive(kind.of(FILES));
    Path folder = temp.resolve("cache/datasets/set");
    List<Progress> progress = new ArrayList<>();

    assertThat(ALL.unpack(archive, folder, progress::add)).isEqualTo(folder);

    assertThat(content(folder)).isEqualTo(expected(FILES));
    Progress last = progress.get(progress.size() - 1);
    assertThat(tuple(last.stage(), last.done(), last.total(), last.unit()))
        .isEqualTo(tuple("Unpacking archive", Files.size(archive), Files.size(archive), "bytes"));
    assertThat(progress).extracting(Progress::done).isSorted();

    progress.clear();
    Files.delete(archive);
    ALL.unpack(archive, folder, progress::add);
    assertThat(progress).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void writesOnlyWhatIsWanted(Kind kind) throws IOException {
    Unpacker some = Unpacker.builder().wanted(path -> path.endsWith("classes.txt")).build();

    Path folder = some.unpack(archive(kind.of(FILES)), temp.resolve("set"), ProgressListener.NONE);

    assertThat(content(folder).keySet()).containsExactly("set/names/classes.txt");
  }

  @Test
  void leavesOutDotsAndDoubledSlashes() throws IOException {
    Path archive =
        archive(
            Archives.tar(
                tar -> {
                  Archives.add(tar, "./", LF_DIR, new byte[0]);
                  Archives.add(tar, "./a/", LF_DIR, new byte[0]);
                  Archives.add(tar, "./a//./x", LF_NORMAL, new byte[1]);
                  Archives.add(tar, "a/", LF_DIR, new byte[0]);
                }));

    Path folder = ALL.unpack(archive, temp.resolve("set"), ProgressListener.NONE);

    assertThat(content(folder).keySet()).containsExactly("a/x");
  }

  @Test
  void keepsAnAbsolutePathOfAnExtendedHeaderWithinTheFolder() throws IOException {
    // The library takes the leading slash off before anybody sees it.
    String name = "/tmp/" + "n".repeat(120);
    Path archive = archive(Archives.tar(name, LF_NORMAL, "x"));

    Path folder = ALL.unpack(archive, temp.resolve("set"), ProgressListener.NONE);

    assertThat(content(folder).keySet()).containsExactly(name.substring(1));
  }

  @Test
  void deletesWhatAKilledRunLeft() throws IOException {
    Path folder = temp.resolve("set");
    Files.createDirectories(temp.resolve("set.part/old"));
    Files.writeString(temp.resolve("set.part/old/half"), "half");
    Path outside = Files.writeString(temp.resolve("outside"), "mine");
    Files.createSymbolicLink(temp.resolve("set.part/link"), outside);

    ALL.unpack(archive(Archives.tar(FILES)), folder, ProgressListener.NONE);

    assertThat(content(folder)).isEqualTo(expected(FILES));
    assertThat(temp.resolve("set.part")).doesNotExist();
    assertThat(outside).hasContent("mine");
  }

  @Test
  void showsNothingUnderTheFinalNameUntilAllIsThere() throws IOException {
    Path folder = temp.resolve("set");
    List<Boolean> seen = new ArrayList<>();

    ALL.unpack(archive(Archives.tarGz(FILES)), folder, progress -> seen.add(Files.exists(folder)));

    assertThat(seen).isNotEmpty().doesNotContain(true);
    assertThat(folder).isDirectory();
  }

  @Test
  void unpacksOnceForTwoThreads() throws Exception {
    Path archive = archive(Archives.tar(FILES));
    Path folder = temp.resolve("set");
    CountDownLatch unpacking = new CountDownLatch(1);
    CountDownLatch proceed = new CountDownLatch(1);
    List<Progress> second = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    Future<Path> first =
        threads.submit(
            () ->
                ALL.unpack(
                    archive,
                    folder,
                    progress -> {
                      unpacking.countDown();
                      await(proceed);
                    }));
    unpacking.await();
    Future<Path> waiting = threads.submit(() -> ALL.unpack(archive, folder, second::add));
    Thread.sleep(100);
    assertThat(waiting.isDone()).isFalse();

    proceed.countDown();

    first.get(30, TimeUnit.SECONDS);
    waiting.get(30, TimeUnit.SECONDS);
    threads.shutdown();
    assertThat(second).isEmpty();
    assertThat(content(folder)).isEqualTo(expected(FILES));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void waitsForAnotherProcessAndStartsAgainWhenItIsKilled() throws Exception {
    // Bytes that do not compress, so that the other process is still at it when it is killed.
    Path archive = temp.resolve("archive");
    Path folder = temp.resolve("set");
    Files.write(archive, Archives.tar(Map.of("a", bytes(1000, 1), "b", bytes(1000, 2))));
    Process other = UnpackInAnotherProcess.start(archive, folder);
    while (other.isAlive() && !Files.exists(temp.resolve("set.part"))) {
      Thread.sleep(10);
    }
    ExecutorService thread = Executors.newSingleThreadExecutor();
    Future<Path> waiting = thread.submit(() -> ALL.unpack(archive, folder, ProgressListener.NONE));
    Thread.sleep(200);
    assertThat(waiting.isDone()).isFalse();
    assertThat(folder).doesNotExist();

    other.destroyForcibly().waitFor();

    waiting.get(30, TimeUnit.SECONDS);
    thread.shutdown();
    assertThat(content(folder).keySet()).containsExactly("a", "b");
    assertThat(temp.resolve("set.part")).doesNotExist();
  }

  @Test
  void stopsWhenTheThreadIsInterrupted() throws IOException {
    Path archive = archive(Archives.tar(FILES));
    Path folder = temp.resolve("set");

    assertThatThrownBy(
            () -> ALL.unpack(archive, folder, progress -> Thread.currentThread().interrupt()))
        .isInstanceOf(IOException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(folder).doesNotExist();
    assertThat(temp.resolve("set.part")).doesNotExist();
  }

  @Test
  void countsTheBytesOfABombInsteadOfWritingThem() throws IOException {
    // 64 MiB of zeros in 64 KiB.
    Path archive = archive(Archives.tarGz(Map.of("zeros", new byte[64 << 20])));
    assertThat(Files.size(archive)).isLessThan(1 << 17);
    Unpacker small = Unpacker.builder().maximumEntryBytes(1 << 20).build();
    List<Long> free = new ArrayList<>();

    assertThatThrownBy(
            () -> small.unpack(archive, temp.resolve("set"), progress -> free.add(written(temp))))
        .isInstanceOf(MalformedArchiveException.class)
        .hasMessage(
            "[archive] The entry \"zeros\" has more than 1048576 bytes (maximumEntryBytes)."
                + " Nothing was unpacked.");
    assertThat(free).isNotEmpty().allMatch(bytes -> bytes <= 1 << 20);
  }

  private static long written(Path temp) {
    try (FileChannel file =
        FileChannel.open(temp.resolve("set.part/zeros"), StandardOpenOption.READ)) {
      return file.size();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void refusesLimitsThatAllowNothing() {
    assertThatThrownBy(() -> Unpacker.builder().maximumEntries(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maximumEntries must be at least 1, but found 0");
    assertThatThrownBy(() -> Unpacker.builder().maximumEntryBytes(-1))
        .hasMessage("maximumEntryBytes must be at least 1, but found -1");
    assertThatThrownBy(() -> Unpacker.builder().maximumBytes(0))
        .hasMessage("maximumBytes must be at least 1, but found 0");
  }
}
