package org.fe4j.download;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server on the loopback interface that does as it is told, also what no server should. */
public final class LoopbackServer implements Closeable {

  /** A request: its first line, and its headers with names in lower case. */
  public record Request(String line, Map<String, String> headers) {
    public String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /** Answers one request; the connection is closed afterwards. */
  public interface Answer {
    void send(Request request, OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket socket;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "loopback server");
            thread.setDaemon(true);
            return thread;
          });
  private final Deque<Answer> answers;
  private final List<Request> requests = new ArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);

  /** Starts a server that gives one answer after the other, and the last again and again. */
  public LoopbackServer(Answer... answers) throws IOException {
    this.answers = new ArrayDeque<>(Arrays.asList(answers));
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  public URI uri(String path) {
    return URI.create("http://" + socket.getInetAddress().getHostAddress() + ":" + port() + path);
  }

  int port() {
    return socket.getLocalPort();
  }

  public List<Request> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /** Sends the file, or the part that is asked for if it is of this version. */
  public static Answer file(byte[] content, String etag) {
    return (request, out) -> {
      String range = request.header("range");
      if (range.isEmpty() || !request.header("if-range").equals(etag)) {
        head(out, "200 OK", "Content-Length: " + content.length, "ETag: " + etag);
        out.write(content);
      } else {
        sendRest(content, etag, range, out);
      }
    };
  }

  /** Sends a part whatever the version, which a server must not. */
  static Answer restOfAnyVersion(byte[] content, String etag) {
    return (request, out) -> sendRest(content, etag, request.header("range"), out);
  }

  private static void sendRest(byte[] content, String etag, String range, OutputStream out)
      throws IOException {
    int begin = Integer.parseInt(range.replace("bytes=", "").replace("-", ""));
    if (begin >= content.length) {
      head(out, "416 Range Not Satisfiable", "Content-Length: 0");
      return;
    }
    head(
        out,
        "206 Partial Content",
        "Content-Length: " + (content.length - begin),
        "Content-Range: bytes " + begin + "-" + (content.length - 1) + "/" + content.length,
        "ETag: " + etag);
    out.write(content, begin, content.length - begin);
  }

  /** Promises so many bytes, sends the first of the content, and closes the connection. */
  static Answer cut(byte[] content, int promised, int sent, String etag) {
    return (request, out) -> {
      head(out, "200 OK", "Content-Length: " + promised, "ETag: " + etag);
      out.write(content, 0, sent);
    };
  }

  /** Sends the first bytes of the content, and then nothing for as long as the server runs. */
  Answer stall(byte[] content, int sent, String etag) {
    return (request, out) -> {
      head(out, "200 OK", "Content-Length: " + content.length, "ETag: " + etag);
      out.write(content, 0, sent);
      out.flush();
      closing.await();
    };
  }

  public static Answer status(String status) {
    return (request, out) -> head(out, status, "Content-Length: 0");
  }

  static Answer redirect(String to) {
    return (request, out) -> head(out, "302 Found", "Location: " + to, "Content-Length: 0");
  }

  static Answer page(String contentType, String page) {
    return (request, out) -> {
      head(out, "200 OK", "Content-Type: " + contentType, "Content-Length: " + page.length());
      out.write(page.getBytes(ISO_8859_1));
    };
  }

  static void head(OutputStream out, String status, String... headers) throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + "\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    out.write((head + "Connection: close\r\n\r\n").getBytes(ISO_8859_1));
  }

  /** Makes this the next answer. */
  void then(Answer answer) {
    synchronized (requests) {
      answers.add(answer);
    }
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        threads.execute(() -> answer(connection));
      } catch (IOException e) {
        return; // Closed.
      }
    }
  }

  private void answer(Socket connection) {
    try (connection) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(connection.getInputStream(), ISO_8859_1));
      String line = in.readLine();
      Map<String, String> headers = new HashMap<>();
      for (String header = in.readLine();
          header != null && !header.isEmpty();
          header = in.readLine()) {
        int colon = header.indexOf(':');
        headers.put(
            header.substring(0, colon).toLowerCase(Locale.ROOT),
            header.substring(colon + 1).strip());
      }
      Request request = new Request(line == null ? "" : line, headers);
      Answer answer;
      synchronized (requests) {
        requests.add(request);
        answer = answers.size() == 1 ? answers.element() : answers.remove();
      }
      answer.send(request, connection.getOutputStream());
    } catch (IOException e) {
      // The client went away, which some tests want.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    closing.countDown();
    socket.close();
    threads.shutdownNow();
  }
}
