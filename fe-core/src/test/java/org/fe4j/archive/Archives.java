package org.fe4j.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Writes archives, also those that nobody should. */
public final class Archives {
  private Archives() {}

  /** Returns a tar of these files, in the map's order. */
  public static byte[] tar(Map<String, byte[]> files) throws IOException {
    return tar(
        tar -> {
          for (Map.Entry<String, byte[]> file : files.entrySet()) {
            add(tar, file.getKey(), TarConstants.LF_NORMAL, file.getValue());
          }
        });
  }

  /** Returns a tar in gzip of these files, in the map's order. */
  public static byte[] tarGz(Map<String, byte[]> files) throws IOException {
    return gzip(tar(files));
  }

  static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    }
    return bytes.toByteArray();
  }

  /** Writes the entries of a tar. */
  interface TarContent {
    void writeTo(TarArchiveOutputStream tar) throws IOException;
  }

  static byte[] tar(TarContent content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, UTF_8.name())) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setAddPaxHeadersForNonAsciiNames(true);
      content.writeTo(tar);
    }
    return bytes.toByteArray();
  }

  /** Returns a tar with one entry of a type. */
  static byte[] tar(String name, byte type, String content) throws IOException {
    return tar(tar -> add(tar, name, type, content.getBytes(UTF_8)));
  }

  static void add(TarArchiveOutputStream tar, String name, byte type, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, type, /* preserveAbsolutePath= */ true);
    entry.setSize(content.length);
    if (type == TarConstants.LF_SYMLINK || type == TarConstants.LF_LINK) {
      entry.setLinkName("/etc/passwd");
    }
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  /** Writes the entries of a zip. */
  interface ZipContent {
    void writeTo(ZipArchiveOutputStream zip) throws IOException;
  }

  static byte[] zip(ZipContent content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    OutputStream unseekable = bytes;
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(unseekable)) {
      content.writeTo(zip);
    }
    return bytes.toByteArray();
  }

  /** Returns a zip of these files, in the map's order. */
  static byte[] zip(Map<String, byte[]> files) throws IOException {
    return zip(
        zip -> {
          for (Map.Entry<String, byte[]> file : files.entrySet()) {
            add(zip, file.getKey(), 0, file.getValue());
          }
        });
  }

  /** Returns a zip with one entry of a Unix mode. */
  static byte[] zip(String name, int mode, String content) throws IOException {
    return zip(zip -> add(zip, name, mode, content.getBytes(UTF_8)));
  }

  static void add(ZipArchiveOutputStream zip, String name, int mode, byte[] content)
      throws IOException {
    ZipArchiveEntry entry = new ZipArchiveEntry(name);
    if (mode != 0) {
      entry.setUnixMode(mode);
    }
    zip.putArchiveEntry(entry);
    zip.write(content);
    zip.closeArchiveEntry();
  }
}
