package org.fe4j.dataset.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.fe4j.download.LoopbackServer.file;
import static org.fe4j.download.LoopbackServer.status;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fe4j.archive.Archives;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.download.Checksum;
import org.fe4j.download.Fetcher;
import org.fe4j.download.FileUnavailableException;
import org.fe4j.download.LoopbackServer;
import org.fe4j.download.RemoteFile;
import org.fe4j.progress.Progress;
import org.fe4j.progress.ProgressListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From a server to pictures. */
@Timeout(60)
class DownloadedDatasetTest {

  private static DatasetCache cache(Path directory) {
    return new DatasetCache(
        directory, Fetcher.builder(directory).attempts(1).pause(Duration.ofMillis(1)).build());
  }

  @SuppressWarnings("deprecation") // What the publishers give.
  private static Checksum md5(byte[] content) {
    return Checksum.md5(Hashing.md5().hashBytes(content).toString());
  }

  /** A data set, its archive in miniature, and how it is downloaded from somewhere else. */
  private record Published(String fileName, Map<String, byte[]> files, int size, Source source) {
    @Override
    public String toString() {
      return fileName;
    }
  }

  private interface Source {
    ImageDataset download(RemoteFile from, DatasetCache cache, ProgressListener listener)
        throws IOException;
  }

  static List<Published> published() {
    return List.of(
        new Published(
            "cifar-10-binary",
            Miniatures.cifar10(),
            13,
            (from, cache, listener) -> Cifar10.download(Cifar10.archive(from), cache, listener)),
        new Published(
            "cifar-100-binary",
            Miniatures.cifar100(),
            6,
            (from, cache, listener) -> Cifar100.download(Cifar100.archive(from), cache, listener)),
        new Published(
            "stl10_binary",
            Miniatures.stl10(),
            10,
            (from, cache, listener) -> Stl10.download(Stl10.archive(from), cache, listener)));
  }

  @ParameterizedTest
  @MethodSource("published")
  void downloadsAndUnpacksOnce(Published published, @TempDir Path temp) throws IOException {
    byte[] archive = Archives.tarGz(published.files());
    List<Progress> told = new ArrayList<>();
    try (LoopbackServer server = new LoopbackServer(file(archive, "\"1\""))) {
      RemoteFile from =
          RemoteFile.of(server.uri("/" + published.fileName() + ".tar.gz"), md5(archive));

      ImageDataset dataset = published.source().download(from, cache(temp), told::add);

      assertThat(dataset.size()).isEqualTo(published.size());
      assertThat(Miniatures.bytes(dataset)).hasSize(published.size());
      assertThat(told)
          .filteredOn(Progress::complete)
          .extracting(progress -> progress.stage().split(" ", 2)[0])
          .containsSubsequence("Downloading", "Checking", "Unpacking");

      // Once unpacked, the archive may be deleted.
      Files.delete(temp.resolve(from.fileName()));
      told.clear();
      published.source().download(from, cache(temp), told::add);
      assertThat(told).isEmpty();
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void refusesAnArchiveThatIsNotThePublishers(@TempDir Path temp) throws IOException {
    byte[] archive = Archives.tarGz(Miniatures.cifar10());
    try (LoopbackServer server = new LoopbackServer(file(archive, "\"1\""))) {
      RemoteFile from =
          RemoteFile.of(
              server.uri("/cifar-10-binary.tar.gz"), Cifar10.ARCHIVE.location().checksum());

      assertThatThrownBy(
              () -> Cifar10.download(Cifar10.archive(from), cache(temp), ProgressListener.NONE))
          .isInstanceOf(FileUnavailableException.class)
          .hasMessage(
              "[cifar-10-binary.tar-c32a1d4a.gz] %s: the %d bytes received have the %s, but"
                  + " c32a1d4ab5d03f1284b67883e8d87530 was expected. The file was changed or damaged"
                  + " on its way, and was deleted.",
              from.uri(), archive.length, md5(archive));
      assertThat(temp.resolve("cifar10-c32a1d4a")).doesNotExist();
    }
  }

  @Test
  void saysWhenThePublisherHasItNoMore(@TempDir Path temp) throws IOException {
    try (LoopbackServer server = new LoopbackServer(status("404 Not Found"))) {
      RemoteFile from =
          RemoteFile.of(server.uri("/stl10_binary.tar.gz"), Stl10.ARCHIVE.location().checksum());

      assertThatThrownBy(
              () -> Stl10.download(Stl10.archive(from), cache(temp), ProgressListener.NONE))
          .isInstanceOf(FileUnavailableException.class)
          .hasMessage(
              "[stl10_binary.tar-91f7769d.gz] %s: the server answered 404 Not Found", from.uri());
    }
  }
}
