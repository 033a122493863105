package org.fe4j.zoo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableMap;
import com.google.common.hash.Hashing;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.fe4j.backbone.FeatureTap;

/**
 * A publisher on the loopback interface: entries of a catalogue, and the server that has their
 * files. The files of {@code tiny.one}, {@code tiny.two}, … hold their names.
 */
final class PublishedFiles implements Closeable {
  private final HttpServer server;
  private final AtomicInteger requests = new AtomicInteger();

  PublishedFiles() throws IOException {
    server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), /* backlog */ 0);
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          String path = exchange.getRequestURI().getPath();
          byte[] content = content(path.substring(1, path.indexOf('.')));
          exchange.sendResponseHeaders(200, content.length);
          exchange.getResponseBody().write(content);
          exchange.close();
        });
    server.start();
  }

  static byte[] content(String weights) {
    return ("weights " + weights).getBytes(UTF_8);
  }

  static String sha256(String weights) {
    return Hashing.sha256().hashBytes(content(weights)).toString();
  }

  /** Returns an entry whose publisher gives the first ten digits of the checksum. */
  ZooEntry entry(String weights) {
    return entry(weights, address(), sha256(weights).substring(0, 10));
  }

  /** Returns an entry whose publisher gives no checksum. */
  ZooEntry withoutChecksum(String weights) {
    return entry(weights, address(), "");
  }

  /** The catalogue: any tag but "unknown"; no checksum of those that begin with "free". */
  Optional<ZooEntry> find(String name) {
    int dot = name.indexOf('.');
    String weights = dot < 0 ? "one" : name.substring(dot + 1);
    if (weights.equals("unknown")) {
      return Optional.empty();
    }
    return Optional.of(weights.startsWith("free") ? withoutChecksum(weights) : entry(weights));
  }

  private String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  static ZooEntry entry(String weights, String address, String sha256) {
    ZooEntry alexnet = Zoo.entry("alexnet");
    return new ZooEntry(
        "tiny",
        weights,
        "tiny",
        alexnet.kind(),
        URI.create(address + weights + ".pth"),
        sha256,
        alexnet.preprocessing(),
        1000,
        ImmutableMap.of(FeatureTap.PENULTIMATE, 4),
        1,
        1,
        1.5,
        "MIT",
        CommercialUse.PERMITTED,
        "nothing",
        alexnet.paper(),
        ImmutableMap.of(),
        true);
  }

  int requests() {
    return requests.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
