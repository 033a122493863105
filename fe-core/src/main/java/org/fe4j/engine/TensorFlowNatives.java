package org.fe4j.engine;

import ai.djl.engine.Engine;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tensorflow.internal.c_api.global.tensorflow;

/**
 * Starts DJL's TensorFlow engine with libraries that are there, where DJL would download them:
 * those in the folder that TENSORFLOW_LIBRARY_PATH names, or those on the class path for this
 * operating system, which JavaCPP unpacks into its cache.
 *
 * <p>Only for use where the engine is on the class path: this class needs JavaCPP and TensorFlow's
 * Java side, which come with it. Not safe for concurrent use; {@link Engines} holds a lock.
 */
final class TensorFlowNatives {
  private static final Logger LOGGER = LoggerFactory.getLogger(TensorFlowNatives.class);
  private static final LibraryPath LIBRARY_PATH = new LibraryPath("TENSORFLOW_LIBRARY_PATH");

  /** What loads the others, under the name that JavaCPP and DJL look for. */
  private static final String LIBRARY = "jnitensorflow";

  private static final String GROUP = "org.tensorflow";
  private static final String ARTIFACT = "tensorflow-core-native";

  /** The one that DJL's Java side of TensorFlow is made for; a test compares. */
  private static final String VERSION = "1.0.0-rc.1";

  /** Classifiers of that version in Maven Central, as tensorflow-core-platform lists them. */
  private static final ImmutableList<String> PUBLISHED =
      ImmutableList.of("linux-x86_64", "macosx-arm64", "macosx-x86_64", "windows-x86_64");

  private static final String MAXIMUM_BYTES = "org.bytedeco.javacpp.maxBytes";
  private static final String MAXIMUM_PHYSICAL_BYTES = "org.bytedeco.javacpp.maxPhysicalBytes";
  private static final String PRELOAD_PATH = "org.bytedeco.javacpp.platform.preloadpath";

  private static boolean started;

  private TensorFlowNatives() {}

  /**
   * Returns the running engine.
   *
   * @throws IllegalStateException if there are no libraries, if they cannot be unpacked or loaded,
   *     or if there are two that would be mixed
   */
  static Engine start() {
    if (!started) {
      try (HostProperties host = new HostProperties()) {
        // DJL sets these itself, whatever the host has chosen.
        host.keep(MAXIMUM_BYTES, MAXIMUM_PHYSICAL_BYTES, PRELOAD_PATH);
        liftMemoryLimits(host);
        Optional<Path> folder = folder();
        if (folder.isPresent() && LIBRARY_PATH.value().isEmpty()) {
          // It stays: whoever prints the engine makes DJL look again, and download where it finds
          // nothing.
          System.setProperty(LIBRARY_PATH.name(), folder.get().toString());
        }
        Engine.getEngine(Engines.TENSORFLOW);
      }
      started = true;
    }
    return Engine.getEngine(Engines.TENSORFLOW);
  }

  /**
   * JavaCPP compares the memory of the whole process, weights, libtorch and mapped files included,
   * with a multiple of the Java heap, and fails with an OutOfMemoryError above it: a small heap
   * beside a large backbone would be refused. It reads its limits once, when its class of pointers
   * is initialised.
   */
  private static void liftMemoryLimits(HostProperties host) {
    boolean chosen = isSet(MAXIMUM_BYTES) || isSet(MAXIMUM_PHYSICAL_BYTES);
    for (String name : List.of(MAXIMUM_BYTES, MAXIMUM_PHYSICAL_BYTES)) {
      if (!isSet(name)) {
        host.set(name, "0");
      }
    }
    long limit = Pointer.maxPhysicalBytes();
    if (limit > 0 && !chosen) {
      LOGGER.warn(
          "JavaCPP was in use before TensorFlow was started, and lets this process take {} bytes of"
              + " memory, libraries and weights included. Where that is too little, start Java with"
              + " -D{}=0 -D{}=0",
          limit,
          MAXIMUM_BYTES,
          MAXIMUM_PHYSICAL_BYTES);
    }
  }

  /** JavaCPP takes a name in lower case too. */
  private static boolean isSet(String property) {
    return System.getProperty(property) != null
        || System.getProperty(property.toLowerCase(Locale.ROOT)) != null;
  }

  /** Returns where the libraries are, unpacked; none where the system alone knows. */
  private static Optional<Path> folder() {
    if (Loader.getLoadedLibraries().containsKey(LIBRARY)) {
      // By the host, who has settled it.
      return loadedFolder();
    }
    Optional<URL> resource = resource();
    Optional<String> named = LIBRARY_PATH.value();
    if (named.isPresent()) {
      Path folder = namedFolder(named.get());
      resource.ifPresent(library -> requireSame(folder, library));
      return Optional.of(folder);
    }
    if (resource.isEmpty()) {
      throw new IllegalStateException(howToAdd());
    }
    return Optional.of(load());
  }

  private static Optional<Path> loadedFolder() {
    return Optional.ofNullable(Loader.getLoadedLibraries().get(LIBRARY))
        .map(file -> Path.of(file).getParent());
  }

  /** Returns the library on the class path, as JavaCPP finds it: one for GPUs first. */
  private static Optional<URL> resource() {
    String file = System.mapLibraryName(LIBRARY);
    try {
      for (String extension : List.of("-gpu", "")) {
        URL found =
            Loader.findResource(tensorflow.class, Loader.getPlatform() + extension + "/" + file);
        if (found != null) {
          return Optional.of(found);
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look for " + file + " on the class path", e);
    }
  }

  /** Looks where DJL does, which would download where it finds nothing. */
  private static Path namedFolder(String named) {
    String file = System.mapLibraryName(LIBRARY);
    for (String part : Splitter.on(File.pathSeparatorChar).split(named)) {
      Path path = Path.of(part).toAbsolutePath();
      Path parent = path.getParent();
      if (parent != null && path.endsWith(file) && Files.isRegularFile(path)) {
        return parent;
      }
      if (Files.isRegularFile(path.resolve(file))) {
        return path;
      }
    }
    throw new IllegalStateException(
        "%s is \"%s\", where no %s is. Name the folder that holds TensorFlow's libraries, or unset it and add %s:%s."
            .formatted(LIBRARY_PATH.name(), named, file, GROUP, ARTIFACT));
  }

  /** JavaCPP would take some libraries from the class path and some from the folder. */
  private static void requireSame(Path folder, URL library) {
    boolean same;
    try {
      same = Files.isSameFile(folder, unpackedFolder(library));
    } catch (IOException e) {
      LOGGER.debug("{} cannot be unpacked to be compared", library, e);
      same = false;
    }
    if (!same) {
      throw new IllegalStateException(
          """
          %s names %s, but TensorFlow's libraries are on the class path as well, in %s: parts of both would be loaded.
          Take %s:%s off the class path, or unset %s."""
              .formatted(
                  LIBRARY_PATH.name(), folder, library, GROUP, ARTIFACT, LIBRARY_PATH.name()));
    }
  }

  private static Path unpackedFolder(URL library) throws IOException {
    Path file =
        library.getProtocol().equals("file")
            ? Path.of(URI.create(library.toString()))
            : Loader.cacheResource(library).toPath();
    return file.toAbsolutePath().resolveSibling("");
  }

  /** Unpacks the libraries on the class path where that was not done before, and loads them. */
  private static Path load() {
    String file;
    try {
      file = Loader.load(tensorflow.class);
    } catch (LinkageError e) {
      throw new IllegalStateException(cannotLoad(e.toString()), e);
    }
    Path folder = file == null ? null : Path.of(file).getParent();
    if (folder == null) {
      throw new IllegalStateException(cannotLoad("JavaCPP returned " + file));
    }
    return folder;
  }

  private static String cannotLoad(String reason) {
    return """
        TensorFlow's libraries on the class path cannot be unpacked or loaded: %s.
        They take 632 MB in ~/.javacpp/cache, or where the system property org.bytedeco.javacpp.cachedir says."""
        .formatted(reason);
  }

  private static String howToAdd() {
    String platform = Loader.getPlatform();
    List<String> others = PUBLISHED.stream().filter(TensorFlowNatives::isOnClassPath).toList();
    String found = others.isEmpty() ? "" : " (only for " + String.join(", ", others) + ")";
    if (!PUBLISHED.contains(platform)) {
      return """
          TensorFlow's libraries for %s are not on the class path%s, and none are published.
          Use the PyTorch engine, or name a folder that holds them in the environment variable %s."""
          .formatted(platform, found, LIBRARY_PATH.name());
    }
    return """
        TensorFlow's libraries for %s are not on the class path%s, and fe4j does not let the engine download them.
          Maven:  <dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version><classifier>%s</classifier></dependency>
          Gradle: runtimeOnly("%s:%s:%s:%s")
        Or name a folder that holds them in the environment variable %s."""
        .formatted(
            platform,
            found,
            GROUP,
            ARTIFACT,
            VERSION,
            platform,
            GROUP,
            ARTIFACT,
            VERSION,
            platform,
            LIBRARY_PATH.name());
  }

  /** Whether there are libraries of this system, whose names the running one does not know. */
  private static boolean isOnClassPath(String platform) {
    for (String file :
        List.of("libjnitensorflow.so", "libjnitensorflow.dylib", "jnitensorflow.dll")) {
      if (tensorflow.class.getResource("/org/tensorflow/internal/c_api/" + platform + "/" + file)
          != null) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns which build of TensorFlow it is: version and platform of the one on the class path, or,
   * for one in a folder, the sizes of its libraries.
   */
  static String build() {
    return resource()
        .flatMap(TensorFlowNatives::artifact)
        .or(() -> loadedFolder().map(folder -> LIBRARY_PATH.sizes(folder, "*tensorflow*")))
        .orElse("?");
  }

  /** Returns version and platform of the archive that a library is in, if that tells. */
  private static Optional<String> artifact(URL library) {
    String address = library.toString();
    int root = address.indexOf("!/");
    if (root < 0) {
      return Optional.empty();
    }
    Properties properties = new Properties();
    try (InputStream in =
        new URL(
                "%s!/META-INF/maven/%s/%s/pom.properties"
                    .formatted(address.substring(0, root), GROUP, ARTIFACT))
            .openStream()) {
      properties.load(in);
    } catch (IOException e) {
      LOGGER.debug("{} does not tell its version", library, e);
      return Optional.empty();
    }
    List<String> folders = Splitter.on('/').splitToList(address);
    return Optional.ofNullable(properties.getProperty("version"))
        .map(version -> version + " " + folders.get(folders.size() - 2));
  }
}
