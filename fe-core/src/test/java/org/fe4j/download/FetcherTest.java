package org.fe4j.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.fe4j.download.LoopbackServer.cut;
import static org.fe4j.download.LoopbackServer.file;
import static org.fe4j.download.LoopbackServer.page;
import static org.fe4j.download.LoopbackServer.redirect;
import static org.fe4j.download.LoopbackServer.restOfAnyVersion;
import static org.fe4j.download.LoopbackServer.status;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.fe4j.download.LoopbackServer.Answer;
import org.fe4j.progress.Progress;
import org.fe4j.progress.ProgressListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class FetcherTest {
  private static final byte[] CONTENT = bytes(300_000, 1);
  private static final byte[] OTHER_VERSION = bytes(310_000, 2);
  private static final String SHA256 = Hashing.sha256().hashBytes(CONTENT).toString();
  private static final String PREFIX = SHA256.substring(0, 8);

  private static byte[] bytes(int count, long seed) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static Fetcher.Builder fetcher(Path directory) {
    return Fetcher.builder(directory).attempts(3).pause(Duration.ofMillis(1));
  }

  private static RemoteFile at(LoopbackServer server) {
    return RemoteFile.of(server.uri("/models/model-" + PREFIX + ".pth"));
  }

  private static Path fetch(Path directory, LoopbackServer server) throws IOException {
    return fetcher(directory).build().fetch(at(server), ProgressListener.NONE);
  }

  private static void assertWhole(Path file) throws IOException {
    assertThat(file).hasFileName("model-" + PREFIX + ".pth").hasBinaryContent(CONTENT);
    try (var files = Files.list(file.getParent())) {
      assertThat(files.map(each -> each.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "model-" + PREFIX + ".pth",
              "model-" + PREFIX + ".pth.sha256",
              "model-" + PREFIX + ".pth.lock");
    }
  }

  private static void assertRefused(Path directory, LoopbackServer server, String problem) {
    assertThatThrownBy(() -> fetch(directory, server))
        .isInstanceOf(FileUnavailableException.class)
        .hasMessage("[model-" + PREFIX + ".pth] " + at(server).uri() + ": " + problem);
    assertThat(directory.resolve("model-" + PREFIX + ".pth")).doesNotExist();
  }

  @Test
  void downloadsOnceAndTellsTheBytes(@TempDir Path directory) throws IOException {
    List<Progress> progress = new ArrayList<>();
    try (LoopbackServer server = new LoopbackServer(file(CONTENT, "\"1\""))) {
      Fetcher fetcher = fetcher(directory.resolve("cache/weights")).build();
      assertWhole(fetcher.fetch(at(server), progress::add));
      assertThat(progress)
          .filteredOn(Progress::complete)
          .extracting(Progress::stage, Progress::total, Progress::unit)
          .containsExactly(
              tuple("Downloading model-" + PREFIX + ".pth", 300_000L, "bytes"),
              tuple("Checking model-" + PREFIX + ".pth", 300_000L, "bytes"));

      progress.clear();
      assertWhole(fetcher.fetch(at(server), progress::add));
      assertThat(progress).isEmpty();
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void followsRedirects(@TempDir Path directory) throws IOException {
    try (LoopbackServer server =
        new LoopbackServer(redirect("/elsewhere?token=1"), file(CONTENT, "\"1\""))) {
      assertWhole(fetch(directory, server));
      assertThat(server.requests().get(1).line()).isEqualTo("GET /elsewhere?token=1 HTTP/1.1");
    }
  }

  @Test
  void refusesRedirectsInACircleOrToAFile(@TempDir Path directory) throws IOException {
    try (LoopbackServer server = new LoopbackServer(redirect("/again"))) {
      assertRefused(directory, server, "the server redirects more than 10 times");
    }
    try (LoopbackServer server = new LoopbackServer(redirect("file:///etc/passwd"))) {
      assertRefused(
          directory,
          server,
          "the server redirects to file:///etc/passwd, which is not safe to follow");
    }
  }

  @Test
  void continuesAfterACutConnection(@TempDir Path directory) throws IOException {
    try (LoopbackServer server =
        new LoopbackServer(cut(CONTENT, 300_000, 100_000, "\"1\""), file(CONTENT, "\"1\""))) {
      assertWhole(fetch(directory, server));
      assertThat(server.requests().get(1).header("range")).isEqualTo("bytes=100000-");
      assertThat(server.requests().get(1).header("if-range")).isEqualTo("\"1\"");
    }
  }

  @Test
  void continuesAfterAStall(@TempDir Path directory) throws IOException {
    try (LoopbackServer server = new LoopbackServer()) {
      server.then(server.stall(CONTENT, 100_000, "\"1\""));
      server.then(file(CONTENT, "\"1\""));
      Path file =
          fetcher(directory)
              .stallTimeout(Duration.ofMillis(500))
              .build()
              .fetch(at(server), ProgressListener.NONE);

      assertWhole(file);
      assertThat(server.requests().get(1).header("range")).isEqualTo("bytes=100000-");
    }
  }

  @Test
  void startsAgainWhenTheFileChangedBetweenResumes(@TempDir Path directory) throws IOException {
    try (LoopbackServer server =
        new LoopbackServer(
            cut(OTHER_VERSION, 310_000, 100_000, "\"old\""), file(CONTENT, "\"new\""))) {
      assertWhole(fetch(directory, server));
    }
  }

  @Test
  void startsAgainWhenTheServerMixesVersions(@TempDir Path directory) throws IOException {
    try (LoopbackServer server =
        new LoopbackServer(
            cut(OTHER_VERSION, 310_000, 100_000, "\"old\""),
            restOfAnyVersion(CONTENT, "\"new\""),
            file(CONTENT, "\"new\""))) {
      assertWhole(fetch(directory, server));
      assertThat(server.requests().get(2).header("range")).isEmpty();
    }
  }

  @Test
  void startsAgainWhenAResumedFileHasTheWrongChecksum(@TempDir Path directory) throws IOException {
    try (LoopbackServer server =
        new LoopbackServer(
            cut(OTHER_VERSION, 300_000, 100_000, "\"same\""),
            restOfAnyVersion(CONTENT, "\"same\""),
            file(CONTENT, "\"same\""))) {
      assertWhole(fetch(directory, server));
      assertThat(server.requests()).hasSize(3);
    }
  }

  @Test
  void startsAgainWhenTheServerIgnoresRanges(@TempDir Path directory) throws IOException {
    Answer whole = cut(CONTENT, 300_000, 300_000, "\"1\"");
    try (LoopbackServer server =
        new LoopbackServer(cut(CONTENT, 300_000, 100_000, "\"1\""), whole)) {
      assertWhole(fetch(directory, server));
    }
  }

  @Test
  void startsAgainWhenTheFileBecameShorter(@TempDir Path directory) throws IOException {
    try (LoopbackServer server =
        new LoopbackServer(
            cut(OTHER_VERSION, 310_000, 305_000, "\"same\""), file(CONTENT, "\"same\""))) {
      assertWhole(fetch(directory, server));
    }
  }

  @Test
  void startsAgainWhenTheServerGivesNoVersion(@TempDir Path directory) throws IOException {
    Answer unversioned =
        (request, out) -> {
          LoopbackServer.head(out, "200 OK", "Content-Length: 300000", "ETag: W/\"weak\"");
          out.write(CONTENT, 0, 100_000);
        };
    try (LoopbackServer server = new LoopbackServer(unversioned, file(CONTENT, "\"1\""))) {
      assertWhole(fetch(directory, server));
      assertThat(server.requests().get(1).header("range")).isEmpty();
    }
  }

  @Test
  void takesAFileWithoutLength(@TempDir Path directory) throws IOException {
    Answer endless =
        (request, out) -> {
          LoopbackServer.head(out, "200 OK");
          out.write(CONTENT);
        };
    try (LoopbackServer server = new LoopbackServer(endless)) {
      assertWhole(fetch(directory, server));
    }
  }

  @Test
  void givesUpWhenTheServerPromisesMoreThanItSends(@TempDir Path directory) throws IOException {
    Answer lying =
        (request, out) -> {
          LoopbackServer.head(out, "200 OK", "Content-Length: 400000");
          out.write(CONTENT);
        };
    try (LoopbackServer server = new LoopbackServer(lying)) {
      assertRefused(
          directory,
          server,
          "the server closed the connection after 300000 of 400000 bytes, in attempt 3."
              + " What was received is kept and continued next time.");
    }
  }

  @Test
  void refusesAFileThatIsShorterThanItShouldBe(@TempDir Path directory) throws IOException {
    String found = Hashing.sha256().hashBytes(CONTENT, 0, 200_000).toString();
    try (LoopbackServer server = new LoopbackServer(cut(CONTENT, 200_000, 300_000, "\"1\""))) {
      assertRefused(
          directory,
          server,
          "the 200000 bytes received have the SHA-256 "
              + found
              + ", but "
              + PREFIX
              + " was expected. The file was changed or damaged on its way, and was deleted.");
      assertThat(server.requests()).hasSize(1);
    }
    assertThat(directory.resolve("model-" + PREFIX + ".pth.part")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html; charset=utf-8", "application/octet-stream"})
  void refusesWebPages(String contentType, @TempDir Path directory) throws IOException {
    try (LoopbackServer server =
        new LoopbackServer(page(contentType, "\n<!DOCTYPE html><title>Log in</title>"))) {
      assertRefused(
          directory,
          server,
          "the server answered with a web page, not the file. Is there a login page or a"
              + " proxy in between?");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void asksOnceWhenTheFileIsNotThere(@TempDir Path directory) throws IOException {
    try (LoopbackServer server = new LoopbackServer(status("404 Not Found"))) {
      assertRefused(directory, server, "the server answered 404 Not Found");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void asksAgainWhenTheServerIsInTrouble(@TempDir Path directory) throws IOException {
    try (LoopbackServer server =
        new LoopbackServer(
            status("500 Internal Server Error"),
            status("503 Service Unavailable"),
            file(CONTENT, "\"1\""))) {
      assertWhole(fetch(directory, server));
    }
    try (LoopbackServer server = new LoopbackServer(status("503 Service Unavailable"))) {
      assertRefused(
          directory.resolve("other"),
          server,
          "the server answered 503 Service Unavailable, in attempt 3."
              + " What was received is kept and continued next time.");
      assertThat(server.requests()).hasSize(3);
    }
  }

  @Test
  void namesAServerThatIsNotThere(@TempDir Path directory) throws IOException {
    int port;
    try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = unused.getLocalPort();
    }
    URI uri = URI.create("http://127.0.0.1:" + port + "/model-" + PREFIX + ".pth");

    assertThatThrownBy(
            () -> fetcher(directory).build().fetch(RemoteFile.of(uri), ProgressListener.NONE))
        .isInstanceOf(FileUnavailableException.class)
        .hasMessage(
            "[model-%s.pth] %s: java.net.ConnectException: Connection refused, in attempt 3."
                + " What was received is kept and continued next time.",
            PREFIX, uri);
  }

  @Test
  void downloadsOnceForTwoThreads(@TempDir Path directory) throws Exception {
    try (LoopbackServer server = new LoopbackServer(file(CONTENT, "\"1\""))) {
      ExecutorService threads = Executors.newFixedThreadPool(2);
      Future<Path> first = threads.submit(() -> fetch(directory, server));
      Future<Path> second = threads.submit(() -> fetch(directory, server));

      assertWhole(first.get(60, TimeUnit.SECONDS));
      assertWhole(second.get(60, TimeUnit.SECONDS));
      threads.shutdown();
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void waitsForAnotherProcessAndContinuesWhenItIsKilled(@TempDir Path directory) throws Exception {
    try (LoopbackServer server = new LoopbackServer()) {
      server.then(server.stall(CONTENT, 100_000, "\"1\""));
      server.then(file(CONTENT, "\"1\""));
      Process other = FetchInAnotherProcess.start(directory, at(server));
      Path part = directory.resolve("model-" + PREFIX + ".pth.part");
      while (other.isAlive() && (!Files.exists(part) || Files.size(part) < 100_000)) {
        Thread.sleep(10);
      }
      ExecutorService thread = Executors.newSingleThreadExecutor();
      Future<Path> waiting = thread.submit(() -> fetch(directory, server));
      Thread.sleep(100);
      assertThat(waiting.isDone()).isFalse();
      assertThat(server.requests()).hasSize(1);

      other.destroyForcibly().waitFor();

      assertWhole(waiting.get(60, TimeUnit.SECONDS));
      thread.shutdown();
      assertThat(server.requests().get(1).header("range")).isEqualTo("bytes=100000-");
    }
  }

  @Test
  void finishesAWholePartWithoutAsking(@TempDir Path directory) throws IOException {
    try (LoopbackServer server = new LoopbackServer(status("404 Not Found"))) {
      PartFile part = new PartFile(directory.resolve(at(server).fileName()));
      part.restart(at(server).uri(), "", CONTENT.length);
      Files.write(part.path(), CONTENT);

      assertWhole(fetch(directory, server));
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void replacesACachedFileThatChanged(@TempDir Path directory) throws IOException {
    try (LoopbackServer server = new LoopbackServer(file(CONTENT, "\"1\""))) {
      Path file = fetch(directory, server);
      byte[] changed = CONTENT.clone();
      changed[5] ^= 1;
      Files.write(file, changed);
      Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));

      assertWhole(fetch(directory, server));
      assertThat(server.requests()).hasSize(2);
    }
  }

  @Test
  void checksAFileThatSomebodyPutIntoTheCacheOnce(@TempDir Path directory) throws IOException {
    try (LoopbackServer server = new LoopbackServer(status("404 Not Found"))) {
      Files.write(directory.resolve("model-" + PREFIX + ".pth"), CONTENT);
      List<Progress> progress = new ArrayList<>();
      Fetcher offline = fetcher(directory).offline(true).build();

      assertThat(offline.fetch(at(server), progress::add)).hasBinaryContent(CONTENT);
      assertThat(progress).isNotEmpty();
      progress.clear();
      offline.fetch(at(server), progress::add);
      assertThat(progress).isEmpty();
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void saysWhereToPutTheFileWhenOffline(@TempDir Path directory) throws IOException {
    try (LoopbackServer server = new LoopbackServer(file(CONTENT, "\"1\""))) {
      assertThatThrownBy(
              () ->
                  fetcher(directory).offline(true).build().fetch(at(server), ProgressListener.NONE))
          .isInstanceOf(FileUnavailableException.class)
          .hasMessage(
              """
              [model-%s.pth] (SHA-256 %s) is not in the cache, and fe4j is offline: this run was asked to be.
                By hand: put the file of %s at %s""",
              PREFIX, PREFIX, at(server).uri(), directory.resolve("model-" + PREFIX + ".pth"));
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void saysWhatToDoWhenTheCacheCannotBeWrittenTo(@TempDir Path directory) throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    Path cache = file.resolve("cache");
    try (LoopbackServer server = new LoopbackServer(file(CONTENT, "\"1\""))) {
      assertThatThrownBy(() -> fetch(cache, server))
          .isInstanceOf(FileUnavailableException.class)
          .hasMessage(
              "[model-%s.pth] is not in the cache, and %s cannot be written to"
                  + " (java.nio.file.FileSystemException: %s: Not a directory). Name another"
                  + " directory in the system property fe4j.cache or the environment variable"
                  + " FE4J_CACHE.",
              PREFIX, cache, cache);
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void saysHowMuchRoomIsMissing(@TempDir Path directory) throws IOException {
    try (LoopbackServer server = new LoopbackServer(file(CONTENT, "\"1\""))) {
      assertThatThrownBy(
              () ->
                  fetcher(directory)
                      .usableSpace(path -> 1000)
                      .build()
                      .fetch(at(server), ProgressListener.NONE))
          .isInstanceOf(FileUnavailableException.class)
          .hasMessage(
              "[model-%s.pth] needs 1348576 bytes in %s, but 1000 are free. Make room, or name"
                  + " another directory in the system property fe4j.cache or the environment"
                  + " variable FE4J_CACHE.",
              PREFIX, directory);
    }
  }

  @Test
  void goesThroughTheProxyOfTheSystemProperties(@TempDir Path directory) throws IOException {
    try (LoopbackServer proxy = new LoopbackServer(file(CONTENT, "\"1\""))) {
      System.setProperty("http.proxyHost", "127.0.0.1");
      System.setProperty("http.proxyPort", String.valueOf(proxy.port()));
      String address = "http://weights.invalid/model-" + PREFIX + ".pth";
      assertWhole(
          fetcher(directory)
              .build()
              .fetch(RemoteFile.of(URI.create(address)), ProgressListener.NONE));
      assertThat(proxy.requests().get(0).line()).isEqualTo("GET " + address + " HTTP/1.1");
    } finally {
      System.clearProperty("http.proxyHost");
      System.clearProperty("http.proxyPort");
    }
  }

  @Test
  void hashesAnyFile(@TempDir Path directory) throws IOException {
    Path file = Files.write(directory.resolve("weights"), CONTENT);
    List<Progress> progress = new ArrayList<>();

    assertThat(Fetcher.sha256(file, progress::add)).isEqualTo(SHA256);
    assertThat(progress.get(progress.size() - 1).complete()).isTrue();
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void comparesWithAnMd5WhereThatIsWhatIsPublished(@TempDir Path directory) throws IOException {
    @SuppressWarnings("deprecation") // what the publishers of old data sets give
    String md5 = Hashing.md5().hashBytes(CONTENT).toString();
    try (LoopbackServer server = new LoopbackServer(file(CONTENT, "\"1\""))) {
      RemoteFile right = RemoteFile.of(server.uri("/data.tar.gz"), Checksum.md5(md5));
      Path file = fetcher(directory).build().fetch(right, ProgressListener.NONE);
      assertThat(file).hasFileName("data.tar-" + md5.substring(0, 8) + ".gz");
      assertThat(file).hasBinaryContent(CONTENT);

      String other = "0" + md5.substring(1);
      RemoteFile wrong = RemoteFile.of(server.uri("/data.tar.gz"), Checksum.md5(other));
      assertThatThrownBy(() -> fetcher(directory).build().fetch(wrong, ProgressListener.NONE))
          .isInstanceOf(FileUnavailableException.class)
          .hasMessageContaining("have the MD5 " + md5 + ", but " + other + " was expected.");
    }
  }
}
