package org.fe4j.spark;

import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkFiles;
import org.fe4j.backbone.CompiledBackbone;
import org.fe4j.file.StagedFolder;
import org.fe4j.file.WholeFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a compiled backbone comes from the driver to an executor: over Spark's own file server, from
 * disk to disk, when the first task there needs it, and once. No heap holds it.
 *
 * <p>That is what {@code SparkContext.addFile} does too, but with Spark 4 a data frame's tasks see
 * only what was added to their session, while this adds it to the context; and all executors would
 * fetch all files that were ever added for all their tasks. The file server and {@code openChannel}
 * are public to the JVM, and Spark's since 2.0, but no documented API.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param name with the content's hash, so that two of equal name are equal
 * @param driverPath the artefact on the driver, which a local master's tasks read as it is
 * @param parts the file, or the files of the directory
 */
record Delivery(String name, String driverPath, List<Part> parts) implements Serializable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Delivery.class);
  private static final int HASH_DIGITS = 32;

  /** The executor of a local master. */
  private static final String DRIVER = "driver";

  /** Names for this process, so that what is served stays where the cache is pruned. */
  private static @Nullable Path links;

  /**
   * A file.
   *
   * @param path within the directory, with {@code /}; "" where the artefact is the file
   * @param address at the driver's file server
   * @param byteSize that must arrive
   */
  record Part(String path, String address, long byteSize) implements Serializable {}

  /**
   * Returns the delivery of a compiled backbone, which the driver of this context serves from now
   * on.
   *
   * @throws IOException if the artefact cannot be read
   */
  static synchronized Delivery from(SparkContext context, CompiledBackbone compiled)
      throws IOException {
    Path source = compiled.path().toRealPath();
    String name = "fe4j-" + compiled.identity().program().substring(0, HASH_DIGITS);
    List<Part> parts = new ArrayList<>();
    if (Files.isDirectory(source)) {
      try (Stream<Path> found = Files.walk(source, FileVisitOption.FOLLOW_LINKS)) {
        for (Path file : found.filter(Files::isRegularFile).sorted().toList()) {
          String path = source.relativize(file).toString().replace('\\', '/');
          parts.add(part(context, path, file, name + "-" + path.replace('/', '-')));
        }
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    } else {
      String extension = MoreFiles.getFileExtension(source);
      name = extension.isEmpty() ? name : name + "." + extension;
      parts.add(part(context, "", source, name));
    }
    return new Delivery(name, source.toString(), List.copyOf(parts));
  }

  private static Part part(SparkContext context, String path, Path file, String served)
      throws IOException {
    String address =
        context.isLocal()
            ? file.toUri().toString()
            : context.env().rpcEnv().fileServer().addFile(link(file, served).toFile());
    return new Part(path, address, Files.size(file));
  }

  private static Path link(Path file, String name) throws IOException {
    if (links == null) {
      links = Files.createTempDirectory("fe4j-spark-");
      links.toFile().deleteOnExit();
    }
    Path link = links.resolve(name);
    if (!Files.exists(link)) {
      try {
        Files.createLink(link, file);
      } catch (UnsupportedOperationException | IOException e) {
        WholeFile.write(link, temporary -> Files.copy(file, temporary)); // Another file system.
      }
      link.toFile().deleteOnExit();
    }
    return link;
  }

  /** Returns the place of the artefact in this process, whether it is there or not. */
  Path place() {
    return DRIVER.equals(SparkEnv.get().executorId())
        ? Path.of(driverPath)
        : Path.of(SparkFiles.getRootDirectory()).toAbsolutePath().normalize().resolve(name);
  }

  /**
   * Brings the artefact to its place, unless it is there: it appears there whole.
   *
   * @param place as {@link #place} says
   * @throws IOException if the driver does not answer, or not with all bytes
   */
  void bring(Path place, SparkEnv env) throws IOException {
    synchronized (Delivery.class) {
      if (Files.exists(place)) {
        return;
      }
      if (place.equals(Path.of(driverPath))) {
        throw new NoSuchFileException(
            driverPath,
            null,
            "the compiled backbone was here when transform(…) was called, and is not any more. Call it again, which compiles it anew");
      }
      long begin = System.nanoTime();
      fetchAll(place, env);
      LOGGER.info(
          "{}: {} bytes came from the driver in {} ms",
          name,
          parts.stream().mapToLong(Part::byteSize).sum(),
          Duration.ofNanos(System.nanoTime() - begin).toMillis());
    }
  }

  private void fetchAll(Path place, SparkEnv env) throws IOException {
    if (parts.size() == 1 && parts.get(0).path().isEmpty()) {
      fetch(env, parts.get(0), place);
      return;
    }
    try (StagedFolder folder = StagedFolder.create(place)) {
      for (Part part : parts) {
        fetch(env, part, folder.path().resolve(part.path()));
      }
      folder.publish();
    }
  }

  private static void fetch(SparkEnv env, Part part, Path target) throws IOException {
    WholeFile.write(
        target,
        WholeFile.Durability.IN_MEMORY, // It goes with the executor.
        temporary -> {
          try (ReadableByteChannel driver = env.rpcEnv().openChannel(part.address());
              OutputStream out = Files.newOutputStream(temporary)) {
            long received = Channels.newInputStream(driver).transferTo(out);
            if (received != part.byteSize()) {
              throw new IOException(
                  "[%s] %d bytes were expected from the driver, but %d came"
                      .formatted(part.address(), part.byteSize(), received));
            }
          }
        });
  }
}
