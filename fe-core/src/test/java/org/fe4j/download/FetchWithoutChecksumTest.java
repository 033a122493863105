package org.fe4j.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.fe4j.download.LoopbackServer.cut;
import static org.fe4j.download.LoopbackServer.file;
import static org.fe4j.download.LoopbackServer.status;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.fe4j.download.LoopbackServer.Answer;
import org.fe4j.progress.Progress;
import org.fe4j.progress.ProgressListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files whose publisher gives no checksum: what can be known of them is. */
@Timeout(120)
class FetchWithoutChecksumTest {
  private static final String NAME = "siglip_b16.webli.safetensors";
  private static final byte[] CONTENT = content();
  private static final String SHA256 = Hashing.sha256().hashBytes(CONTENT).toString();

  private static byte[] content() {
    byte[] bytes = new byte[300_000];
    new Random(3).nextBytes(bytes);
    return bytes;
  }

  private static Fetcher.Builder fetcher(Path directory) {
    return Fetcher.builder(directory).attempts(3).pause(Duration.ofMillis(1));
  }

  private static RemoteFile at(LoopbackServer server) {
    return RemoteFile.withoutChecksum(
        server.uri("/resolve/main/model.safetensors"), "siglip_b16.webli");
  }

  private static Path fetch(Path directory, LoopbackServer server) throws IOException {
    return fetcher(directory).build().fetch(at(server), ProgressListener.NONE);
  }

  @Test
  void downloadsOnceAndRemembersTheChecksumOfWhatCame(@TempDir Path directory) throws IOException {
    try (LoopbackServer server = new LoopbackServer(file(CONTENT, "\"1\""))) {
      Path first = fetch(directory, server);
      assertThat(first).hasFileName(NAME).hasBinaryContent(CONTENT);
      assertThat(Files.readAllLines(directory.resolve(NAME + ".sha256")).get(1)).isEqualTo(SHA256);

      List<Progress> progress = new ArrayList<>();
      assertThat(fetcher(directory).build().fetch(at(server), progress::add)).isEqualTo(first);
      assertThat(Fetcher.cachedSha256(first, progress::add)).isEqualTo(SHA256);
      assertThat(progress).isEmpty();
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void continuesAfterACutConnection(@TempDir Path directory) throws IOException {
    try (LoopbackServer server =
        new LoopbackServer(cut(CONTENT, 300_000, 100_000, "\"1\""), file(CONTENT, "\"1\""))) {
      assertThat(fetch(directory, server)).hasBinaryContent(CONTENT);
      assertThat(server.requests().get(1).header("range")).isEqualTo("bytes=100000-");
    }
  }

  @Test
  void refusesAFileOfWhichNothingShowsThatItIsWhole(@TempDir Path directory) throws IOException {
    Answer endless =
        (request, out) -> {
          LoopbackServer.head(out, "200 OK");
          out.write(CONTENT, 0, 200_000);
        };
    try (LoopbackServer server = new LoopbackServer(endless)) {
      assertThatThrownBy(() -> fetch(directory, server))
          .isInstanceOf(FileUnavailableException.class)
          .hasMessage(
              "[%s] %s: the server does not say how long the file is, and its publisher gives no"
                  + " checksum, so that nothing shows whether the 200000 bytes received are all of"
                  + " it. They were deleted.",
              NAME, at(server).uri());
    }
    assertThat(directory.resolve(NAME)).doesNotExist();
    assertThat(directory.resolve(NAME + ".part")).doesNotExist();
  }

  @Test
  void takesTheFileThatSomebodyPutIntoTheCache(@TempDir Path directory) throws IOException {
    try (LoopbackServer server = new LoopbackServer(status("404 Not Found"))) {
      Fetcher offline = fetcher(directory).offline(true).build();
      assertThatThrownBy(() -> offline.fetch(at(server), ProgressListener.NONE))
          .isInstanceOf(FileUnavailableException.class)
          .hasMessage(
              """
              [%s] (no checksum) is not in the cache, and fe4j is offline: this run was asked to be.
                By hand: put the file of %s at %s""",
              NAME, at(server).uri(), directory.resolve(NAME));

      Files.write(directory.resolve(NAME), CONTENT);
      Path file = offline.fetch(at(server), ProgressListener.NONE);
      assertThat(Fetcher.cachedSha256(file, ProgressListener.NONE)).isEqualTo(SHA256);
      assertThat(server.requests()).isEmpty();
    }
  }
}
