package org.fe4j.spark;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * A folder as a Spark distribution is: {@code jars} has what Spark needs and nothing of ours, by
 * links to the jars that Maven resolved. What a user gives to {@code --jars} is the rest of the
 * class path.
 */
final class SparkHome {
  /** Jars of ours, of the engines, and of the tests; all others are Spark's. */
  private static final List<String> NOT_SPARK =
      List.of(
          "fe-",
          "api-0",
          "pytorch-",
          "tensorflow-",
          "ndarray-",
          "javacpp-",
          "jna-",
          "commons-csv-",
          "webp-imageio-",
          "slf4j-simple-",
          "junit-",
          "assertj-",
          "byte-buddy-",
          "archunit",
          "opentest4j-",
          "apiguardian-",
          "jspecify-",
          "surefire-");

  private static final List<String> TESTS =
      List.of(
          "slf4j-simple-",
          "junit-",
          "assertj-",
          "byte-buddy-",
          "archunit",
          "opentest4j-",
          "apiguardian-",
          "surefire-");

  /** Of the other engine, whose natives are hundreds of megabytes. */
  private static final List<String> TENSORFLOW =
      List.of("fe-tensorflow", "tensorflow-", "ndarray-", "javacpp-");

  private SparkHome() {}

  /** Returns the folder that the environment names, filled. */
  static Path prepare() {
    String home = System.getenv("SPARK_HOME");
    if (home == null) {
      throw new IllegalStateException("The build sets SPARK_HOME; run these tests through Maven");
    }
    Path jars = Path.of(home, "jars");
    try {
      Files.createDirectories(jars);
      for (Path entry : classPath()) {
        Path link = jars.resolve(String.valueOf(entry.getFileName()));
        if (isSpark(entry) && !Files.exists(link)) {
          Files.deleteIfExists(link);
          Files.createSymbolicLink(link, entry);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Path.of(home);
  }

  /** Returns our classes, the engines' and the tests' as a class path. */
  static String ownClassPath() {
    return classPath().stream()
        .filter(entry -> !isSpark(entry) && !startsWith(entry, TESTS))
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Returns what a user gives to {@code --jars}: ours and PyTorch's. */
  static List<Path> jars(Path folder) throws IOException {
    List<Path> jars = new ArrayList<>();
    for (Path entry : classPath()) {
      if (isSpark(entry)
          || startsWith(entry, TESTS)
          || startsWith(entry, TENSORFLOW)
          || entry.endsWith("test-classes")) {
        continue;
      }
      jars.add(Files.isDirectory(entry) ? jar(entry, folder) : entry);
    }
    return jars;
  }

  /** Modules are folders of classes where Maven has not come to their jars. */
  private static Path jar(Path classes, Path folder) throws IOException {
    Path jar = folder.resolve(classes.resolve("../..").normalize().getFileName() + ".jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> found = Files.walk(classes)) {
      for (Path path : found.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new ZipEntry(classes.relativize(path).toString()));
        Files.copy(path, out);
      }
    }
    return jar;
  }

  /** Returns the command of a process of Spark's, without its arguments. */
  static List<String> command(Path home, String mainClass) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    for (String option : JavaModuleOptions.defaultModuleOptionArray()) {
      command.add(option);
    }
    command.add("-cp");
    command.add(home.resolve("jars") + "/*");
    command.add(mainClass);
    return command;
  }

  private static List<Path> classPath() {
    // Surefire may hand the class path over in the manifest of a jar.
    String entries =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Stream.of(entries.split(File.pathSeparator))
        .map(Path::of)
        .filter(Files::exists)
        .toList();
  }

  private static boolean isSpark(Path entry) {
    return Files.isRegularFile(entry) && !startsWith(entry, NOT_SPARK);
  }

  private static boolean startsWith(Path entry, List<String> beginnings) {
    String name = String.valueOf(entry.getFileName());
    return beginnings.stream().anyMatch(name::startsWith);
  }
}
