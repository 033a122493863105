package org.fe4j.examples.cli;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ProtocolFamily;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.security.Permission;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Refuses every connection of the JVM that it is installed in, and remembers each attempt. Where
 * the JDK has a security manager, before 24, look-ups of names are refused as well.
 */
final class RefusedNetwork {
  private static final List<String> ATTEMPTS = new CopyOnWriteArrayList<>();

  private RefusedNetwork() {}

  /** Returns what was attempted until now. */
  static List<String> attempts() {
    return List.copyOf(ATTEMPTS);
  }

  private static SecurityException refuse(String attempt) {
    ATTEMPTS.add(attempt);
    return new SecurityException("refused by the test: " + attempt);
  }

  /** Refuses from now on; there is no way back. */
  @SuppressWarnings({"deprecation", "removal"}) // All that there is on each of the JDKs.
  static void install() throws IOException {
    ProxySelector.setDefault(new NoProxy());
    Socket.setSocketImplFactory(
        () -> {
          throw refuse("a socket");
        });
    ServerSocket.setSocketFactory(
        () -> {
          throw refuse("a server socket");
        });
    DatagramSocket.setDatagramSocketImplFactory(
        () -> {
          throw refuse("a datagram socket");
        });
    if (!(SelectorProvider.provider() instanceof NoChannels)) {
      throw new IllegalStateException("Start with " + selectorProvider());
    }
    if (Runtime.version().feature() < 24) {
      System.setSecurityManager(new NoConnections());
    }
  }

  /** Returns the flag of the JVM for what can be set no later. */
  static String selectorProvider() {
    return "-Djava.nio.channels.spi.SelectorProvider=" + NoChannels.class.getName();
  }

  private static final class NoProxy extends ProxySelector {
    @Override
    public List<Proxy> select(URI uri) {
      throw refuse(uri.toString());
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
      throw refuse(uri.toString());
    }
  }

  @SuppressWarnings("removal")
  private static final class NoConnections extends SecurityManager {
    private static final int NAME_ONLY = -1;

    private final String ownName;

    NoConnections() throws IOException {
      this.ownName = InetAddress.getLocalHost().getHostName();
    }

    @Override
    public void checkPermission(Permission permission) {
      // Everything else may be done.
    }

    @Override
    public void checkConnect(String host, int port) {
      if (port == NAME_ONLY && host.equals(ownName)) {
        // Java's fonts name a file of theirs after the machine, and do without where they may not
        // ask: no connection.
        throw new SecurityException("refused by the test: the machine's own name");
      }
      throw refuse(host + ":" + port);
    }

    @Override
    public void checkListen(int port) {
      throw refuse("listening at " + port);
    }
  }

  /** Channels that cannot be opened; public for the JDK, which makes it. */
  public static final class NoChannels extends SelectorProvider {
    /** Made by the JDK. */
    public NoChannels() {}

    @Override
    public DatagramChannel openDatagramChannel() {
      throw refuse("a datagram channel");
    }

    @Override
    public DatagramChannel openDatagramChannel(ProtocolFamily family) {
      throw refuse("a datagram channel");
    }

    @Override
    public Pipe openPipe() {
      throw refuse("a pipe");
    }

    @Override
    public AbstractSelector openSelector() {
      throw refuse("a selector");
    }

    @Override
    public ServerSocketChannel openServerSocketChannel() {
      throw refuse("a server socket channel");
    }

    @Override
    public SocketChannel openSocketChannel() {
      throw refuse("a socket channel");
    }
  }
}
