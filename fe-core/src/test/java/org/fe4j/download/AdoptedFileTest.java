package org.fe4j.download;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.fe4j.progress.Progress;
import org.fe4j.progress.ProgressListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that were brought from another machine instead of downloaded. */
class AdoptedFileTest {
  private static final String SHA256 = Hashing.sha256().hashString("weights", UTF_8).toString();
  private static final RemoteFile LOCATION =
      RemoteFile.of(URI.create("https://host.invalid/model.pth"), SHA256)
          .withSize(FileSize.ofBytes(7));

  @TempDir Path folder;
  private Path brought = Path.of("");
  private Path cache = Path.of("");
  private Path target = Path.of("");

  @BeforeEach
  void bringTheFile() throws IOException {
    brought = Files.writeString(folder.resolve("brought.pth"), "weights");
    cache = folder.resolve("cache");
    target = cache.resolve(LOCATION.fileName());
  }

  private Path adopt(ProgressListener listener) throws IOException {
    return Fetcher.builder(cache).offline(true).build().adopt(LOCATION, brought, listener);
  }

  private void assertRefused(String message) throws IOException {
    assertThatThrownBy(() -> adopt(ProgressListener.NONE))
        .isInstanceOf(FileUnavailableException.class)
        .hasMessage("[%s] %s", LOCATION.fileName(), message);
    assertThat(target).doesNotExist();
    assertThat(target.resolveSibling(LOCATION.fileName() + ".copy")).doesNotExist();
  }

  @Test
  void isInTheCacheAsIfItHadBeenDownloaded() throws IOException {
    List<Progress> progress = new ArrayList<>();
    assertThat(adopt(progress::add)).isEqualTo(target).hasContent("weights");
    assertThat(progress)
        .extracting(Progress::stage)
        .containsExactly("Copying " + LOCATION.fileName());

    progress.clear();
    Fetcher offline = Fetcher.builder(cache).offline(true).build();
    assertThat(offline.fetch(LOCATION, progress::add)).isEqualTo(target);
    assertThat(Fetcher.cachedSha256(target, progress::add)).isEqualTo(SHA256);
    assertThat(adopt(progress::add)).isEqualTo(target);
    assertThat(progress).as("nothing is read again").isEmpty();
  }

  @Test
  void takesThePlaceOfADownloadThatWasBegunAndOfAWrongFile() throws IOException {
    Files.createDirectories(cache);
    Files.writeString(target, "another");
    Path part = Files.writeString(cache.resolve(LOCATION.fileName() + ".part"), "wei");
    adopt(ProgressListener.NONE);
    assertThat(target).hasContent("weights");
    assertThat(part).doesNotExist();
    try (Stream<Path> files = Files.list(cache)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              LOCATION.fileName(), LOCATION.fileName() + ".sha256", LOCATION.fileName() + ".lock");
    }
  }

  @Test
  void isRefusedWhereItIsMissing() throws IOException {
    Files.delete(brought);
    assertRefused("there is no file " + brought);
    Files.createDirectory(brought);
    assertRefused("there is no file " + brought);
  }

  @Test
  void isRefusedWhereItIsNotWhole() throws IOException {
    Files.writeString(brought, "weigh");
    assertRefused(
        brought
            + " has 5 bytes, but 7 bytes were expected. The file was changed or is not whole:"
            + " bring it again.");
  }

  @Test
  void isRefusedWhereItWasChanged() throws IOException {
    Files.writeString(brought, "Weights");
    assertRefused(
        "%s has the SHA-256 %s, but %s was expected. The file was changed or damaged: bring it again."
            .formatted(brought, Hashing.sha256().hashString("Weights", UTF_8), SHA256));
  }

  @Test
  void sizesAreWrittenForPeople() {
    assertThat(FileSize.ofBytes(244_408_911)).hasToString("244408911 bytes");
    assertThat(FileSize.ofMebibytes(233.087)).hasToString("233.087 MiB");
    assertThat(FileSize.ofMebibytes(244)).hasToString("244 MiB");
    assertThat(FileSize.UNKNOWN.isKnown()).isFalse();
    assertThatThrownBy(() -> FileSize.ofBytes(0))
        .hasMessage("A size must be positive, or UNKNOWN, but found 0.0 BYTES");
  }

  @Test
  void missingOneIsDescribedInOneMessage() {
    Fetcher offline =
        Fetcher.builder(cache)
            .offline(new OfflineMode(true, "the environment variable FE4J_OFFLINE is 1"))
            .offlineAdvice("With a network: get it\nThen here: put it")
            .build();
    RemoteFile rounded = LOCATION.withSize(FileSize.ofMebibytes(233.087));
    assertThatThrownBy(() -> offline.fetch(rounded, ProgressListener.NONE))
        .isInstanceOf(FileUnavailableException.class)
        .hasMessage(
            """
            [%s] (233.087 MiB, SHA-256 %s) is not in the cache, and fe4j is offline: the environment variable FE4J_OFFLINE is 1.
              With a network: get it
              Then here: put it
              By hand: put the file of https://host.invalid/model.pth at %s""",
            LOCATION.fileName(), SHA256, target);
  }

  @Test
  void wrongOneInTheCacheIsCalledWrong() throws IOException {
    Files.createDirectories(cache);
    Files.writeString(target, "another");
    Fetcher offline = Fetcher.builder(cache).offline(true).build();
    assertThatThrownBy(() -> offline.fetch(LOCATION, ProgressListener.NONE))
        .hasMessageContaining("is in the cache with other content, and fe4j is offline");
  }
}
