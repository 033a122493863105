package org.fe4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.fe4j.zoo.PublishedFiles.content;
import static org.fe4j.zoo.PublishedFiles.sha256;

import com.google.common.collect.ImmutableList;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.fe4j.download.FileUnavailableException;
import org.fe4j.download.OfflineMode;
import org.fe4j.progress.ProgressListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Weights from a publisher into a cache, from there into a folder, and into another cache. */
@Timeout(120)
class WeightCacheTest {
  private static final ProgressListener NONE = ProgressListener.NONE;

  @TempDir Path folder;
  private PublishedFiles publisher;
  private WeightCache here;
  private WeightCache there;
  private Path carried = Path.of("");

  @BeforeEach
  void openTwoCaches() throws IOException {
    publisher = new PublishedFiles();
    carried = folder.resolve("carried");
    here = new WeightCache(folder.resolve("here"), OfflineMode.OFF, publisher::find);
    there = new WeightCache(folder.resolve("there"), OfflineMode.REQUESTED, publisher::find);
  }

  @AfterEach
  void closeThePublisher() {
    publisher.close();
  }

  private Path carriedFile(String weights) {
    return carried.resolve(publisher.entry(weights).location().orElseThrow().fileName());
  }

  private void carry(String... weights) throws IOException {
    for (String each : weights) {
      here.copyTo(carried, publisher.entry(each), NONE);
    }
  }

  private void changeLock(String from, String to) throws IOException {
    Path file = carried.resolve(WeightsLock.FILE_NAME);
    String json = Files.readString(file);
    assertThat(json).contains(from);
    Files.writeString(file, json.replace(from, to));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void writesDownWhatItFetched() throws IOException {
    ZooEntry two = publisher.entry("two");
    Path file = here.fetch(two, NONE);
    here.fetch(publisher.withoutChecksum("free"), NONE);
    WeightsLock lock = WeightsLock.read(here.lockFile());
    assertThat(lock.weights())
        .extracting(LockedWeights::name)
        .containsExactly("tiny.free", "tiny.two");
    assertThat(lock.weights().get(1))
        .isEqualTo(
            new LockedWeights(
                "tiny.two",
                file.getFileName().toString(),
                two.source(),
                sha256("two"),
                sha256("two").substring(0, 10),
                content("two").length,
                "MIT"));
    assertThat(lock.weights().get(0).publishedSha256()).isEmpty();
    assertThat(lock.weights().get(0).sha256()).isEqualTo(sha256("free"));
  }

  @Test
  void leavesTheLockFileAloneWhereNothingIsNew() throws IOException {
    here.fetch(publisher.entry("one"), NONE);
    FileTime longAgo = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(here.lockFile(), longAgo);
    here.fetch(publisher.entry("one"), NONE);
    assertThat(Files.getLastModifiedTime(here.lockFile())).isEqualTo(longAgo);
    assertThat(publisher.requests()).isEqualTo(1);
  }

  @Test
  void forgetsWhatWasDeletedAndRepairsADamagedLockFile() throws IOException {
    Files.delete(here.fetch(publisher.entry("one"), NONE));
    here.fetch(publisher.entry("two"), NONE);
    assertThat(WeightsLock.read(here.lockFile()).weights()).hasSize(1);

    Files.writeString(here.lockFile(), "{");
    here.fetch(publisher.entry("three"), NONE);
    assertThat(WeightsLock.read(here.lockFile()).weights())
        .extracting(LockedWeights::name)
        .containsExactly("tiny.three");
  }

  @Test
  void movesWeightsToAMachineWithoutANetwork() throws IOException {
    carry("two", "one");
    here.copyTo(carried, publisher.withoutChecksum("free"), NONE);
    assertThat(names(carried))
        .containsExactly(
            carriedFile("one").getFileName().toString(),
            "tiny.free.pth",
            carriedFile("two").getFileName().toString(),
            WeightsLock.FILE_NAME,
            WeightsLock.FILE_NAME + ".lock");
    // Both caches' lock files have the same bytes: so they do not depend on order or machine.
    ImmutableList<Path> files = there.copyFrom(carried, List.of(), NONE);
    assertThat(files).hasSize(3);
    assertThat(files.get(1)).hasBinaryContent(content("one"));
    assertThat(there.lockFile()).hasSameBinaryContentAs(carried.resolve(WeightsLock.FILE_NAME));
    assertThat(here.lockFile()).hasSameBinaryContentAs(there.lockFile());

    int before = publisher.requests();
    assertThat(there.fetch(publisher.entry("one"), NONE)).isEqualTo(files.get(1));
    assertThat(publisher.requests()).isEqualTo(before);
  }

  @Test
  void takesOnlyTheNamesThatAreGiven() throws IOException {
    carry("one", "two");
    assertThat(there.copyFrom(carried, List.of("tiny"), NONE)).hasSize(1);
    assertThat(WeightsLock.read(there.lockFile()).find("tiny.two")).isEmpty();
    assertThatThrownBy(() -> there.copyFrom(carried, List.of("tiny.three"), NONE))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage("[weights.lock.json] there is no tiny.three; there are: tiny.one, tiny.two");
  }

  @Test
  void keepsWhatIsThereAndRightAndReplacesWhatIsNot() throws IOException {
    carry("one", "two");
    FileTime longAgo = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(carriedFile("one"), longAgo);
    Files.writeString(carriedFile("two"), "damaged on its way");
    carry("one", "two");
    assertThat(Files.getLastModifiedTime(carriedFile("one"))).isEqualTo(longAgo);
    assertThat(carriedFile("two")).hasBinaryContent(content("two"));
    assertThat(publisher.requests()).isEqualTo(2);
  }

  @Test
  void refusesAFileThatIsAnotherAndTakesNone() throws IOException {
    carry("one", "two");
    Files.writeString(carriedFile("two"), "weights tWo");
    assertThatThrownBy(() -> there.copyFrom(carried, List.of("tiny.two"), NONE))
        .isInstanceOf(FileUnavailableException.class)
        .hasMessageContaining("but " + sha256("two") + " was expected. The file was changed");
    Files.delete(carriedFile("two"));
    assertThatThrownBy(() -> there.copyFrom(carried, List.of(), NONE))
        .isInstanceOf(FileUnavailableException.class)
        .hasMessage(
            "[%s] there is no file %s", carriedFile("two").getFileName(), carriedFile("two"));
    assertThat(there.lockFile()).as("nothing was copied").doesNotExist();
  }

  @Test
  void refusesALockFileThatDisagreesWithTheCatalogue() throws IOException {
    carry("one");
    changeLock("127.0.0.1", "127.0.0.2");
    String address = publisher.entry("one").source().toString();
    assertThatThrownBy(() -> there.copyFrom(carried, List.of(), NONE))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "[weights.lock.json] tiny.one: url is \"%s\", but the catalogue of this fe4j has"
                + " \"%s\". Bring the file again with fe4j %s: fe pull tiny.one --to DIR",
            address.replace("127.0.0.1", "127.0.0.2"), address, org.fe4j.Version.NAME);
    changeLock("127.0.0.2", "127.0.0.1");

    changeLock("\"file\": \"one-", "\"file\": \"other-");
    assertThatThrownBy(() -> there.copyFrom(carried, List.of(), NONE))
        .hasMessageContaining("tiny.one: file is \"other-");
    changeLock("\"file\": \"other-", "\"file\": \"one-");

    String published = sha256("one").substring(0, 10);
    changeLock("\"publishedSha256\": \"" + published, "\"publishedSha256\": \"");
    assertThatThrownBy(() -> there.copyFrom(carried, List.of(), NONE))
        .hasMessageContaining(
            "tiny.one: publishedSha256 is \"\", but the catalogue of this fe4j has \"" + published);

    changeLock("tiny.one", "tiny.unknown");
    assertThatThrownBy(() -> there.copyFrom(carried, List.of(), NONE))
        .hasMessage(
            "[weights.lock.json] the catalogue of this fe4j has no tiny.unknown: use the version"
                + " that wrote the file, "
                + org.fe4j.Version.NAME);
    assertThat(there.lockFile()).doesNotExist();
  }

  @Test
  void refusesAForgedFileEvenIfTheLockFileWasForgedWithIt() throws IOException {
    carry("one");
    Files.write(carriedFile("one"), content("two"));
    changeLock(sha256("one"), sha256("two"));
    assertThatThrownBy(() -> there.copyFrom(carried, List.of(), NONE))
        .isInstanceOf(MalformedLockException.class)
        .hasMessageContaining(
            "does not begin with the published " + sha256("one").substring(0, 10));
  }

  @Test
  void refusesAFolderWithoutALockFileAndTheCacheItself() throws IOException {
    Files.createDirectory(carried);
    assertThatThrownBy(() -> there.copyFrom(carried, List.of(), NONE))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage(
            "%s holds no weights.lock.json: it is no folder that fe pull NAME --to DIR filled",
            carried);
    Path own = folder.resolve("here");
    assertThatThrownBy(() -> here.copyTo(own, publisher.entry("one"), NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("%s is the cache itself; name another folder", own);
  }

  @Test
  void findsWhatTheCacheDoesNotHoldAnyMore() throws IOException {
    for (String each : List.of("one", "two", "three")) {
      here.fetch(publisher.entry(each), NONE);
    }
    WeightsLock lock = WeightsLock.read(here.lockFile());
    assertThat(here.differences(lock, NONE)).isEmpty();
    Path two = folder.resolve("here").resolve(carriedFile("two").getFileName());
    Files.delete(two);
    Path one = folder.resolve("here").resolve(carriedFile("one").getFileName());
    FileTime time = Files.getLastModifiedTime(one);
    Files.write(one, content("onE"));
    Files.setLastModifiedTime(one, time); // What is remembered of it would still fit.
    assertThat(here.differences(lock, NONE))
        .containsExactly(
            "tiny.one: %s has 11 bytes and the SHA-256 %s, but the lock file says 11 and %s"
                .formatted(one.getFileName(), sha256("onE"), sha256("one")),
            "tiny.two: %s is not in the cache".formatted(two.getFileName()));
  }

  @Test
  void saysHowToBringWhatIsMissing() {
    ZooEntry entry = publisher.entry("one");
    Path file = folder.resolve("there").resolve(carriedFile("one").getFileName());
    assertThatThrownBy(() -> there.fetch(entry, NONE))
        .isInstanceOf(FileUnavailableException.class)
        .hasMessage(
            """
            [%s] (1.5 MiB, SHA-256 %s) is not in the cache, and fe4j is offline: this run was asked to be.
              With a network: fe pull tiny.one --to DIR
              Then here: fe pull --from DIR
              By hand: put the file of %s at %s""",
            file.getFileName(), entry.sha256(), entry.source(), file);
    assertThat(publisher.requests()).isZero();
    assertThatThrownBy(() -> here.offline().fetch(entry, NONE))
        .hasMessageContaining("fe4j is offline");
    assertThat(publisher.requests()).isZero();
  }

  @Test
  void twoProcessesWriteDownAllThatBothFetched() throws Exception {
    Path shared = Files.createDirectory(folder.resolve("shared"));
    Process first = FetchInAnotherProcess.start(shared, "a");
    Process second = FetchInAnotherProcess.start(shared, "b");
    for (Process process : List.of(first, second)) {
      assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    }
    assertThat(WeightsLock.read(shared.resolve(WeightsLock.FILE_NAME)).weights())
        .extracting(LockedWeights::name)
        .hasSize(2 * FetchInAnotherProcess.COUNT)
        .contains("tiny.a0", "tiny.a19", "tiny.b0", "tiny.b19");
  }
}
