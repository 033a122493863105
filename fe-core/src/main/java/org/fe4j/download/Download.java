package org.fe4j.download;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableSet;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.fe4j.file.WholeFile;
import org.fe4j.progress.ByteProgress;
import org.fe4j.progress.Progress;
import org.fe4j.progress.ProgressListener;
import org.jspecify.annotations.Nullable;

/**
 * One request for a file, or for what is missing of it. Uses {@link HttpURLConnection}, which knows
 * the JVM's proxies and, unlike {@code java.net.http}, times out when a body stalls.
 */
final class Download {
  /**
   * Public backbones and data sets stay under 10 GB; bounds an endless answer that states no
   * length.
   */
  private static final long MAXIMUM_BYTES = 64L << 30;

  private static final int MAXIMUM_REDIRECTS = 10;
  private static final int CHUNK_BYTES = 1 << 17;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  /** Answers of a server that may have another one later. */
  private static final ImmutableSet<Integer> PASSING_STATUSES =
      ImmutableSet.of(408, 425, 429, 500, 502, 503, 504);

  private static final ImmutableSet<Integer> REDIRECTS = ImmutableSet.of(301, 302, 303, 307, 308);

  private final RemoteFile location;
  private final PartFile part;
  private final Duration connectTimeout;
  private final Duration stallTimeout;
  private boolean resumed;

  /**
   * Prepares a request.
   *
   * @param connectTimeout until a connection stands
   * @param stallTimeout without a single byte
   */
  Download(RemoteFile location, PartFile part, Duration connectTimeout, Duration stallTimeout) {
    this.location = location;
    this.part = part;
    this.connectTimeout = connectTimeout;
    this.stallTimeout = stallTimeout;
  }

  /**
   * Adds what is missing to the part file, until it is whole.
   *
   * @param spaceCheck is told the bytes to come, where they are known, and may throw
   * @throws FileUnavailableException if another request would be answered alike
   * @throws IOException if another request may help
   */
  void run(SpaceCheck spaceCheck, ProgressListener listener) throws IOException {
    if (part.isWhole(location.uri())) {
      resumed = true;
      return;
    }
    String validator = part.validator(location.uri());
    long begin = validator.isEmpty() ? 0 : part.size();
    try {
      HttpURLConnection connection = connect(begin, validator);
      try {
        receive(connection, accept(connection, begin, validator), spaceCheck, listener);
      } finally {
        connection.disconnect();
      }
    } catch (SocketTimeoutException e) {
      throw new IOException("the server was silent for too long (" + e.getMessage() + ")", e);
    }
  }

  /** Returns whether bytes of an earlier request are in the part file. */
  boolean resumed() {
    return resumed;
  }

  /** Returns the index in the file of the first byte that the server will send. */
  private long accept(HttpURLConnection connection, long begin, String validator)
      throws IOException {
    int status = connection.getResponseCode();
    if (status == HttpURLConnection.HTTP_OK) {
      requireNoWebPage(connection.getContentType());
      part.restart(location.uri(), validator(connection), connection.getContentLengthLong());
      resumed = false;
      return 0;
    }
    if (status == RANGE_NOT_SATISFIABLE && begin > 0) {
      part.delete();
      throw new IOException("the server has not as many bytes as were received before");
    }
    if (status != HttpURLConnection.HTTP_PARTIAL || begin == 0) {
      throw refusal(status, connection);
    }
    if (!continues(connection, begin, validator)) {
      part.delete();
      throw new IOException("the server continued with another part than was asked for");
    }
    resumed = true;
    return begin;
  }

  /** Is told how many bytes are to come. */
  @FunctionalInterface
  interface SpaceCheck {
    /** Throws where there is no room. */
    void require(long bytes) throws FileUnavailableException;
  }

  private HttpURLConnection connect(long begin, String validator) throws IOException {
    URI uri = location.uri();
    for (int hop = 0; hop <= MAXIMUM_REDIRECTS; hop++) {
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setConnectTimeout((int) connectTimeout.toMillis());
      connection.setReadTimeout((int) stallTimeout.toMillis());
      // Those of the JDK do not lead from http to https, and lead from https to anything else.
      connection.setInstanceFollowRedirects(false);
      connection.setUseCaches(false);
      connection.setRequestProperty("User-Agent", "fe4j");
      connection.setRequestProperty("Accept-Encoding", "identity");
      if (begin > 0) {
        connection.setRequestProperty("Range", "bytes=" + begin + "-");
        connection.setRequestProperty("If-Range", validator);
      }
      if (!REDIRECTS.contains(connection.getResponseCode())) {
        return connection;
      }
      URI next = target(uri, connection.getHeaderField("Location"));
      connection.disconnect();
      uri = next;
    }
    throw unavailable("the server redirects more than " + MAXIMUM_REDIRECTS + " times");
  }

  private URI target(URI from, @Nullable String header) throws IOException {
    URI to;
    try {
      to = from.resolve(header == null ? "" : header);
    } catch (IllegalArgumentException e) {
      throw unavailable("the server redirects to \"" + header + "\", which is no address");
    }
    String scheme = String.valueOf(to.getScheme());
    boolean secure = Ascii.equalsIgnoreCase(scheme, "https");
    if (!secure
        && (!Ascii.equalsIgnoreCase(scheme, "http")
            || Ascii.equalsIgnoreCase(from.getScheme(), "https"))) {
      throw unavailable("the server redirects to " + to + ", which is not safe to follow");
    }
    return to;
  }

  /** {@code Content-Range: bytes BEGIN-END/TOTAL} of the same version of the file. */
  private static boolean continues(HttpURLConnection connection, long begin, String validator) {
    String range = connection.getHeaderField("Content-Range");
    String now = validator(connection);
    return range != null
        && range.startsWith("bytes " + begin + "-")
        && (now.isEmpty() || now.equals(validator));
  }

  /** A weak ETag does not promise equal bytes. */
  private static String validator(HttpURLConnection connection) {
    String etag = connection.getHeaderField("ETag");
    if (etag != null && !etag.startsWith("W/")) {
      return etag;
    }
    String modified = connection.getHeaderField("Last-Modified");
    return modified == null ? "" : modified;
  }

  private IOException refusal(int status, HttpURLConnection connection) throws IOException {
    String reason = connection.getResponseMessage();
    String answer = "the server answered " + status + (reason == null ? "" : " " + reason);
    return PASSING_STATUSES.contains(status) ? new IOException(answer) : unavailable(answer);
  }

  private void receive(
      HttpURLConnection connection, long begin, SpaceCheck spaceCheck, ProgressListener listener)
      throws IOException {
    long length = connection.getContentLengthLong();
    if (length >= 0) {
      spaceCheck.require(length);
    }
    String stage = (begin == 0 ? "Downloading " : "Downloading the rest of ") + location.fileName();
    ByteProgress progress =
        new ByteProgress(stage, length < 0 ? Progress.UNKNOWN : length, listener);
    long received = 0;
    byte[] chunk = new byte[CHUNK_BYTES];
    try (InputStream stream = connection.getInputStream();
        FileChannel channel = part.append()) {
      while (received != length) {
        // Without keep-alive the JDK reads on to the end of the connection, whatever was promised.
        long missing = length < 0 ? chunk.length : length - received;
        int bytes = read(stream, chunk, (int) Math.min(chunk.length, missing));
        if (bytes < 0) {
          break;
        }
        if (begin + received == 0 && isWebPage(chunk, bytes)) {
          part.delete();
          throw webPage();
        }
        WholeFile.writeAll(channel, ByteBuffer.wrap(chunk, 0, bytes));
        received += bytes;
        requireSane(begin + received);
        progress.add(bytes);
      }
      channel.force(true);
    }
    if (length >= 0 && received != length) {
      throw new EOFException(
          "the server closed the connection after " + received + " of " + length + " bytes");
    }
  }

  /** Returns the number of bytes read, or -1 at the end, wherever that comes. */
  private static int read(InputStream stream, byte[] chunk, int most) throws IOException {
    try {
      return stream.read(chunk, 0, most);
    } catch (IOException e) {
      // JDK 25 throws where JDK 17 answers -1: less came than Content-Length promised.
      if ("Premature EOF".equals(e.getMessage())) {
        return -1;
      }
      throw e;
    }
  }

  private void requireNoWebPage(@Nullable String type) throws IOException {
    if (type != null && Ascii.toLowerCase(type).startsWith("text/html")) {
      throw webPage();
    }
  }

  private void requireSane(long bytes) throws IOException {
    if (bytes > MAXIMUM_BYTES) {
      part.delete();
      throw unavailable("the server sent more than " + MAXIMUM_BYTES + " bytes");
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException(
          "The download of " + location.fileName() + " was interrupted");
    }
  }

  private static boolean isWebPage(byte[] chunk, int bytes) {
    String lead = new String(chunk, 0, Math.min(bytes, 64), StandardCharsets.ISO_8859_1).strip();
    String lower = Ascii.toLowerCase(lead);
    return lower.startsWith("<!doctype") || lower.startsWith("<html");
  }

  private FileUnavailableException webPage() {
    return unavailable(
        "the server answered with a web page, not the file. Is there a login page or a proxy in"
            + " between?");
  }

  private FileUnavailableException unavailable(String problem) {
    return new FileUnavailableException(
        "[" + location.fileName() + "] " + location.uri() + ": " + problem);
  }
}
