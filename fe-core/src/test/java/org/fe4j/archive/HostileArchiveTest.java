package org.fe4j.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.commons.compress.archivers.tar.TarConstants.LF_BLK;
import static org.apache.commons.compress.archivers.tar.TarConstants.LF_CHR;
import static org.apache.commons.compress.archivers.tar.TarConstants.LF_DIR;
import static org.apache.commons.compress.archivers.tar.TarConstants.LF_FIFO;
import static org.apache.commons.compress.archivers.tar.TarConstants.LF_GNUTYPE_LONGNAME;
import static org.apache.commons.compress.archivers.tar.TarConstants.LF_LINK;
import static org.apache.commons.compress.archivers.tar.TarConstants.LF_NORMAL;
import static org.apache.commons.compress.archivers.tar.TarConstants.LF_SYMLINK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.fe4j.archive.Archives.gzip;
import static org.fe4j.archive.Archives.tar;
import static org.fe4j.archive.Archives.zip;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fe4j.progress.ProgressListener;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is refused, as a whole and with which words. */
class HostileArchiveTest {
  private static final String ENTRY = "The entry \"%s\" %s. Nothing was unpacked.";
  private static final String DAMAGED =
      "The archive is damaged or cut short: %s. Nothing was unpacked; fetch it again.";

  /** The whole message, without the archive's name. */
  private static final class Bad {
    final String defect;
    final byte[] archive;
    final String message;

    Bad(String defect, byte[] archive, String message) {
      this.defect = defect;
      this.archive = archive;
      this.message = message;
    }

    @Override
    public String toString() {
      return defect;
    }
  }

  static List<Bad> archives() throws IOException {
    List<Bad> rows = new ArrayList<>();
    rows.addAll(names());
    rows.addAll(types());
    rows.addAll(limits());
    rows.addAll(damages());
    return rows;
  }

  private static Bad entry(String defect, byte[] archive, String entry, String problem) {
    return new Bad(defect, archive, ENTRY.formatted(entry, problem));
  }

  private static List<Bad> names() throws IOException {
    String leads = "which leads out of the folder";
    String absolute = "has an absolute path, " + leads;
    String parent = "has the part \"..\", " + leads;
    String drive = "has a drive letter, " + leads;
    String backslash = "has a backslash, which parts folders on some systems only";
    String control = "has a name with control characters, or one that is not in UTF-8";
    String longPart = "a/" + "x".repeat(256);
    String longPath = "x/".repeat(600) + "y";

    byte[] latin = latinName();
    return List.of(
        entry("absolute", tar("/etc/x", LF_NORMAL, "x"), "/etc/x", absolute),
        entry("absolute in zip", zip("/etc/x", 0, "x"), "/etc/x", absolute),
        entry("parent", tar("../x", LF_NORMAL, "x"), "../x", parent),
        entry("parent within", tar("a/../../x", LF_NORMAL, "x"), "a/../../x", parent),
        entry("parent at the end", tar("a/..", LF_DIR, ""), "a/../", parent),
        entry("parent in zip", zip("a/../../x", 0, "x"), "a/../../x", parent),
        entry("drive", tar("c:/x", LF_NORMAL, "x"), "c:/x", drive),
        entry("drive in zip", zip("C:x", 0, "x"), "C:x", drive),
        entry("backslash", tar("a\\..\\x", LF_NORMAL, "x"), "a\\..\\x", backslash),
        entry("backslash in zip", zipWithBackslash(), "..\\x", backslash),
        entry("control character", tar("a\u001b[2J", LF_NORMAL, ""), "a\\u001b[2J", control),
        entry("not UTF-8 in zip", latin, "n\\ufffdme", control),
        entry(
            "long part",
            tar(longPart, LF_NORMAL, ""),
            longPart.substring(0, 80) + "\u2026",
            "has a part of more than 255 bytes"),
        entry(
            "long path",
            tar(longPath, LF_NORMAL, ""),
            longPath.substring(0, 80) + "\u2026",
            "has a path of more than 1024 bytes"),
        entry("no name", tar(".", LF_NORMAL, "x"), ".", "is a file without a name"));
  }

  /** A name in Latin-1; the library writes UTF-8. */
  private static byte[] latinName() throws IOException {
    return renamed(zip("nxme", 0, "x"), "nxme", "n\u00e4me");
  }

  /** The library writes a slash instead, and would read one. */
  private static byte[] zipWithBackslash() throws IOException {
    return renamed(zip("..+x", 0, "x"), "..+x", "..\\x");
  }

  private static byte[] renamed(byte[] zip, String from, String to) {
    return new String(zip, ISO_8859_1).replace(from, to).getBytes(ISO_8859_1);
  }

  private static List<Bad> types() throws IOException {
    String only = ", but only files and folders are unpacked";
    byte[] encrypted = zip("x", 0, "x");
    flag(encrypted, 1);
    return List.of(
        entry("symbolic link", tar("x", LF_SYMLINK, ""), "x", "is a symbolic link" + only),
        entry("hard link", tar("x", LF_LINK, ""), "x", "is a hard link" + only),
        entry("block device", tar("x", LF_BLK, ""), "x", "is a device" + only),
        entry("character device", tar("x", LF_CHR, ""), "x", "is a device" + only),
        entry("pipe", tar("x", LF_FIFO, ""), "x", "is a named pipe" + only),
        entry(
            "unknown type",
            tar("x", (byte) 'M', ""),
            "x",
            "is of a type or a compression that is not known" + only),
        entry("sparse", tar("x", (byte) 'S', ""), "x", "is a file with holes" + only),
        entry("link in zip", zip("x", 0120777, "/etc/passwd"), "x", "is a symbolic link" + only),
        entry("device in zip", zip("x", 0020777, ""), "x", "is a device" + only),
        entry("pipe in zip", zip("x", 0010777, ""), "x", "is a named pipe" + only),
        entry("encrypted", encrypted, "x", "is an encrypted file" + only));
  }

  /** Sets the flags of the central directory's first entry. */
  private static void flag(byte[] zip, int flags) {
    zip[centralDirectory(zip) + 8] |= (byte) flags;
  }

  private static int centralDirectory(byte[] zip) {
    for (int i = 0; ; i++) {
      if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 1 && zip[i + 3] == 2) {
        return i;
      }
    }
  }

  private static List<Bad> limits() throws IOException {
    String big = "x".repeat(1001);
    byte[] lying = zip("x", 0, big);
    lying[centralDirectory(lying) + 24] = 1; // Says 257 bytes; there are 1001, and more of 1000.
    lying[centralDirectory(lying) + 25] = 1;
    return List.of(
        entry("big", tar("x", LF_NORMAL, big), "x", "has more than 1000 bytes (maximumEntryBytes)"),
        entry("big in zip", lying, "x", "has more than 1000 bytes (maximumEntryBytes)"),
        entry(
            "big, but not wanted",
            tar("unwanted", LF_NORMAL, big),
            "unwanted",
            "has more than 1000 bytes (maximumEntryBytes)"),
        entry(
            "big together",
            tar(
                tar -> {
                  for (String name : List.of("a", "b", "c", "d")) {
                    Archives.add(tar, name, LF_NORMAL, new byte[900]);
                  }
                }),
            "d",
            "makes more than 3000 bytes of all together (maximumBytes)"),
        new Bad(
            "many",
            tar(
                tar -> {
                  for (int i = 0; i < 11; i++) {
                    Archives.add(tar, "x" + i, LF_NORMAL, new byte[0]);
                  }
                }),
            "There are more than 10 entries (maximumEntries). Nothing was unpacked."),
        entry("twice", twice("a/x", "./a//x"), "./a//x", "is there twice"),
        entry(
            "twice in zip",
            zip(
                zip -> { // two of a name
                  Archives.add(zip, "x", 0, new byte[1]);
                  Archives.add(zip, "x", 0, new byte[1]);
                }),
            "x",
            "is there twice"),
        entry("file over folder", twice("a/x", "a"), "a", "is there twice"),
        entry("file as folder", twice("a", "a/x"), "a/x", "lies in \"a\", which is a file"));
  }

  private static byte[] twice(String first, String second) throws IOException {
    return tar(
        tar -> {
          Archives.add(tar, first, LF_NORMAL, new byte[1]);
          Archives.add(tar, second, LF_NORMAL, new byte[1]);
        });
  }

  private static List<Bad> damages() throws IOException {
    byte[] whole = tar("x", LF_NORMAL, "content");
    byte[] compressed = gzip(whole);
    byte[] wrongSum = compressed.clone();
    wrongSum[wrongSum.length - 8] ^= 1;
    byte[] header = twice("a", "b");
    header[1024] ^= 1;
    byte[] zip = zip("x", 0, "content");
    byte[] wrongCrc = zip.clone();
    wrongCrc[centralDirectory(zip) + 16] ^= 1;
    String none =
        "A tar, a tar in gzip, or a zip is needed, but the file begins as none of them."
            + " Nothing was unpacked.";
    return List.of(
        new Bad("empty", new byte[0], none),
        new Bad("web page", "<!DOCTYPE html>".repeat(100).getBytes(UTF_8), none),
        new Bad("cut header", Arrays.copyOf(whole, 300), none),
        new Bad("cut file", Arrays.copyOf(whole, 515), damaged("Truncated TAR archive")),
        new Bad(
            "cut between", Arrays.copyOf(whole, 1024), damaged("the mark of the end is missing")),
        new Bad(
            "cut between, in gzip",
            gzip(Arrays.copyOf(whole, 1024)),
            damaged("the mark of the end is missing")),
        new Bad(
            "cut gzip",
            Arrays.copyOf(compressed, compressed.length - 4),
            damaged("it ends too early")),
        new Bad("cut gzip header", Arrays.copyOf(compressed, 5), damaged("it ends too early")),
        new Bad("checksum of gzip", wrongSum, damaged("Corrupt GZIP trailer")),
        new Bad("checksum of a header", header, damaged("a header has the wrong checksum")),
        new Bad(
            "gzip of no tar",
            gzip("x".repeat(2000).getBytes(UTF_8)),
            damaged("Corrupted TAR archive")),
        new Bad(
            "endless name",
            gzip(tar("././@LongLink", LF_GNUTYPE_LONGNAME, "x".repeat(3 << 20))),
            damaged("too many bytes between two entries")),
        new Bad(
            "endless padding", gzip(padded(whole)), damaged("too many bytes between two entries")),
        new Bad(
            "cut zip",
            Arrays.copyOf(zip, zip.length - 30),
            damaged("Archive is not a ZIP archive")),
        entry(
            "checksum in zip",
            wrongCrc,
            "x",
            "has 7 bytes with the CRC fec530a9, but the archive states 7 and fec530a8"));
  }

  private static byte[] padded(byte[] archive) {
    return Arrays.copyOf(archive, archive.length + (2 << 20));
  }

  private static String damaged(String how) {
    return DAMAGED.formatted(how);
  }

  @ParameterizedTest
  @MethodSource("archives")
  void refusesAndKeepsNothing(Bad bad, @TempDir Path temp) throws IOException {
    Path archive = Files.write(temp.resolve("data.tar.gz"), bad.archive);
    Path folder = temp.resolve("below/data");
    Unpacker unpacker =
        Unpacker.builder()
            .wanted(path -> !path.equals("unwanted"))
            .maximumEntries(10)
            .maximumEntryBytes(1000)
            .maximumBytes(3000)
            .build();

    assertThatThrownBy(() -> unpacker.unpack(archive, folder, ProgressListener.NONE))
        .isInstanceOf(MalformedArchiveException.class)
        .hasMessage("[data.tar.gz] " + bad.message);

    try (var files = Files.walk(temp)) {
      assertThat(files.filter(Files::isRegularFile))
          .containsExactlyInAnyOrder(archive, temp.resolve("below/data.lock"));
    }
    assertThat(folder).doesNotExist();
    assertThat(temp.resolve("below/data.part")).doesNotExist();
  }
}
