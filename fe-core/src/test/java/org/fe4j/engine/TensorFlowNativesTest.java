package org.fe4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.internal.c_api.global.tensorflow;

/** How TensorFlow starts in a host's process: each case in a process of its own. */
@Timeout(180)
class TensorFlowNativesTest {
  private static final String NATIVES = "tensorflow-core-native";

  @TempDir Path folder;

  private static ChildJvm child() {
    return ChildJvm.of(StartInAnotherProcess.class);
  }

  @Test
  void loadsNothingOfAnEngineThatIsThereButWasNotAskedFor() throws Exception {
    Path log = folder.resolve("classes.log");
    String printed = child().flag("-Xlog:class+load:file=" + log).run("start", "PyTorch");
    assertThat(printed).startsWith("started PyTorch ");
    assertThat(loaded(log, "ai.djl.pytorch.engine.PtEngine")).isNotEmpty();
    // DJL's own list of engines loads two classes of its TensorFlow engine, and nothing below them.
    assertThat(loaded(log, "org.tensorflow.", "org.bytedeco.", "com.google.protobuf.")).isEmpty();
    assertThat(loaded(log, "org.fe4j.engine.TensorFlow")).isEmpty();
  }

  @Test
  void startsPyTorchWhereTensorFlowIsNotThereAndSaysHowToAddIt() throws Exception {
    Path log = folder.resolve("classes.log");
    ChildJvm child = child().withoutTensorFlow().flag("-Xlog:class+load:file=" + log);
    assertThat(child.run("start", "PyTorch")).startsWith("started PyTorch ");
    assertThat(child.run("standard")).isEqualToIgnoringNewLines("PyTorch");
    assertThat(child.run("start", "TensorFlow"))
        .isEqualTo(
            """
            refused No engine "TensorFlow" on the class path; there is: PyTorch.
            Maven:  <dependency><groupId>org.fe4j</groupId><artifactId>fe-tensorflow</artifactId></dependency>
            Gradle: implementation("org.fe4j:fe-tensorflow")
            """);
    assertThat(loaded(log, "ai.djl.engine.Engine")).isNotEmpty();
    assertThat(loaded(log, "org.tensorflow.", "org.bytedeco.", "ai.djl.tensorflow.")).isEmpty();
  }

  @Test
  void isTheStandardWhereItIsAloneAndStartsWithoutPyTorch() throws Exception {
    ChildJvm child = child().withoutPyTorch();
    assertThat(child.run("standard")).isEqualToIgnoringNewLines("TensorFlow");
    assertThat(child.run("start", "TensorFlow"))
        .startsWith(
            "started TensorFlow 2.16.1\nnative %s 2.16.1, %s %s\ngpus 0\nshown "
                .formatted(Engines.platform(), nativesVersion(), Loader.getPlatform()));
    assertThat(child.run("start", "PyTorch"))
        .startsWith("refused No engine \"PyTorch\" on the class path; there is: TensorFlow.\n");
    assertThat(child.withoutTensorFlow().run("standard")).isEqualToIgnoringNewLines("PyTorch");
  }

  @Test
  void namesTheLibrariesThatAreMissingAsTheBuildHasThem() throws Exception {
    String platform = Loader.getPlatform();
    String version = nativesVersion();
    assertThat(child().without(NATIVES).run("start", "TensorFlow"))
        .isEqualTo(
            """
            refused TensorFlow's libraries for %s are not on the class path, and fe4j does not let the engine download them.
              Maven:  <dependency><groupId>org.tensorflow</groupId><artifactId>tensorflow-core-native</artifactId><version>%s</version><classifier>%s</classifier></dependency>
              Gradle: runtimeOnly("org.tensorflow:tensorflow-core-native:%s:%s")
            Or name a folder that holds them in the environment variable TENSORFLOW_LIBRARY_PATH.
            """
                .formatted(platform, version, platform, version, platform));
  }

  @Test
  void saysForWhichSystemsThereAreLibraries() throws Exception {
    ChildJvm windows = child().flag("-Dorg.bytedeco.javacpp.platform=windows-x86_64");
    assertThat(windows.run("start", "TensorFlow"))
        .startsWith(
            "refused TensorFlow's libraries for windows-x86_64 are not on the class path (only for "
                + Loader.getPlatform()
                + "), and fe4j")
        .contains("<classifier>windows-x86_64</classifier>");
    ChildJvm arm = child().flag("-Dorg.bytedeco.javacpp.platform=linux-arm64");
    assertThat(arm.run("start", "TensorFlow"))
        .contains("libraries for linux-arm64 are not on the class path", "and none are published.")
        .contains("Use the PyTorch engine")
        .doesNotContain("<classifier>");
  }

  @Test
  void changesNoPropertyThatTheHostHas() throws Exception {
    assertThat(child().run("properties"))
        .contains("started TensorFlow", "shown TensorFlow Library: ")
        .containsPattern("changed \\{TENSORFLOW_LIBRARY_PATH=[^,}]*} gone \\{}\n$");
    assertThat(
            child()
                .flag("-DOPT_OUT_TRACKING=yes")
                .flag("-Dorg.bytedeco.javacpp.maxBytes=3g")
                .flag("-Dorg.bytedeco.javacpp.maxphysicalbytes=9g")
                .flag("-Dorg.bytedeco.javacpp.platform.preloadpath=" + folder)
                .run("properties"))
        .contains("started TensorFlow")
        .containsPattern("changed \\{TENSORFLOW_LIBRARY_PATH=[^,}]*} gone \\{}\n$");
  }

  @Test
  void liftsTheMemoryLimitsOfJavacppWhereTheHostChoseNone() throws Exception {
    assertThat(child().run("limits")).endsWith("limits 0 0\n");
    assertThat(
            child()
                .flag("-Dorg.bytedeco.javacpp.maxBytes=3g")
                .flag("-Dorg.bytedeco.javacpp.maxphysicalbytes=9g")
                .run("limits"))
        .endsWith("limits %d %d\n".formatted(3L << 30, 9L << 30));
  }

  @Test
  void startsWhereTheHostUsedJavacppBefore() throws Exception {
    assertThat(child().flag("-Dorg.slf4j.simpleLogger.log.org.fe4j=warn").run("pointer-first"))
        .startsWith("limit before true\n")
        .contains("JavaCPP was in use before TensorFlow was started, and lets this process take ")
        .contains("\nstarted TensorFlow");
  }

  @Test
  void startsWithoutAContextClassLoaderAndOnceForManyThreads() throws Exception {
    assertThat(child().run("no-loader")).startsWith("started TensorFlow");
    assertThat(child().run("threads")).isEqualTo("engines 1\n");
  }

  @Test
  void printsNothingWhereThereIsNoGpu() throws Exception {
    ChildJvm child =
        child()
            .flag("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn")
            // As the command line has it.
            .flag("-Dorg.slf4j.simpleLogger.log.ai.djl.util.cuda=error");
    assertThat(child.run("start", "TensorFlow").lines())
        .hasSize(4)
        .allMatch(line -> line.matches("(started|native|gpus|shown) .*"));
  }

  @Test
  void takesTheLibrariesFromAFolderThatTheUserNames() throws Exception {
    Path libraries = unpack(folder.resolve("libraries"));
    String sizes = sizes(libraries);
    ChildJvm property = child().without(NATIVES).flag("-DTENSORFLOW_LIBRARY_PATH=" + libraries);
    assertThat(property.run("properties"))
        .contains("started TensorFlow 2.16.1")
        .contains("2.16.1, " + sizes)
        .endsWith("changed {} gone {}\n");
    ChildJvm environment =
        child()
            .without(NATIVES)
            .environment("TENSORFLOW_LIBRARY_PATH", "/nowhere:" + libraries)
            .flag("-Dorg.bytedeco.javacpp.cachedir=" + folder.resolve("cache"));
    assertThat(environment.run("start", "TensorFlow")).contains("2.16.1, " + sizes);
    assertThat(mapped(property)).as("from one place alone").containsOnly(libraries.toString());
  }

  @Test
  void refusesTwoPlacesThatWouldBeMixed() throws Exception {
    Path libraries = unpack(folder.resolve("libraries"));
    assertThat(child().flag("-DTENSORFLOW_LIBRARY_PATH=" + libraries).run("start", "TensorFlow"))
        .startsWith(
            "refused TENSORFLOW_LIBRARY_PATH names %s, but TensorFlow's libraries are on the class"
                    .formatted(libraries)
                + " path as well, in jar:")
        .contains("parts of both would be loaded")
        .contains("Take org.tensorflow:tensorflow-core-native off the class path, or unset");
    Path unpacked = Path.of(Loader.cacheResource(natives()).getParent());
    assertThat(child().flag("-DTENSORFLOW_LIBRARY_PATH=" + unpacked).run("start", "TensorFlow"))
        .as("the folder that JavaCPP itself uses")
        .startsWith("started TensorFlow");
    assertThat(mapped(child())).as("from one place alone").containsOnly(unpacked.toString());
  }

  @Test
  void namesAFolderThatHoldsNoLibraries() throws Exception {
    assertThat(
            child()
                .without(NATIVES)
                .flag("-DTENSORFLOW_LIBRARY_PATH=" + folder)
                .run("start", "TensorFlow"))
        .startsWith("refused TENSORFLOW_LIBRARY_PATH is \"" + folder + "\", where no ")
        .contains("Name the folder that holds TensorFlow's libraries, or unset it and add");
  }

  @Test
  void saysWhereItWouldUnpackWhereNoFolderCanBeWritten() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(
            child()
                .flag("-Dorg.bytedeco.javacpp.cachedir=" + file.resolve("cache"))
                .flag("-Duser.home=" + file.resolve("home"))
                .flag("-Djava.io.tmpdir=" + file.resolve("temporary"))
                .run("start", "TensorFlow"))
        // Newer JDKs warn of the folder before.
        .contains("refused TensorFlow's libraries on the class path cannot be unpacked or loaded: ")
        .contains("They take 632 MB in ~/.javacpp/cache, or where the system property")
        .contains("org.bytedeco.javacpp.cachedir");
  }

  @Test
  void unpacksOnceForTwoProcessesThatStartTogether() throws Exception {
    Path cache = folder.resolve("cache");
    ChildJvm child = child().flag("-Dorg.bytedeco.javacpp.cachedir=" + cache);
    Path[] outputs = {folder.resolve("first"), folder.resolve("second")};
    Process[] processes = new Process[2];
    for (int i = 0; i < 2; i++) {
      processes[i] = child.start(outputs[i], "start", "TensorFlow");
    }
    for (int i = 0; i < 2; i++) {
      assertThat(processes[i].waitFor(3, TimeUnit.MINUTES)).isTrue();
      assertThat(Files.readString(outputs[i])).startsWith("started TensorFlow 2.16.1\n");
    }
  }

  private static URL natives() throws IOException {
    return Loader.findResource(
        tensorflow.class, Loader.getPlatform() + "/" + System.mapLibraryName("jnitensorflow"));
  }

  /** The version in the POM of the libraries that Maven put on the class path. */
  private static String nativesVersion() throws IOException {
    String jar = natives().toString().replaceFirst("!/.*", "");
    Properties properties = new Properties();
    try (InputStream in =
        URI.create(jar + "!/META-INF/maven/org.tensorflow/" + NATIVES + "/pom.properties")
            .toURL()
            .openStream()) {
      properties.load(in);
    }
    return properties.getProperty("version");
  }

  /** As a user would who unzips them. */
  private static Path unpack(Path target) throws IOException {
    Files.createDirectories(target);
    String jar = natives().toString().replaceFirst("!/.*", "");
    try (FileSystem zip = FileSystems.newFileSystem(URI.create(jar), Map.of());
        Stream<Path> files =
            Files.list(zip.getPath("org/tensorflow/internal/c_api", Loader.getPlatform()))) {
      for (Path file :
          files.filter(f -> f.getFileName().toString().contains("tensorflow")).toList()) {
        if (Files.isRegularFile(file)) {
          Files.copy(file, target.resolve(file.getFileName().toString()));
        }
      }
    }
    return target;
  }

  private static String sizes(Path libraries) throws IOException {
    try (Stream<Path> files = Files.list(libraries)) {
      List<String> sizes =
          files
              .map(file -> "%s of %d bytes".formatted(file.getFileName(), file.toFile().length()))
              .sorted()
              .toList();
      assertThat(sizes).hasSize(3);
      return String.join(", ", sizes);
    }
  }

  /** Returns the classes that a process has loaded, of those that begin with one of these. */
  private static List<String> loaded(Path log, String... names) throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .map(line -> line.replaceFirst(".*\\] ", "").replaceFirst(" source:.*", ""))
          .filter(name -> Stream.of(names).anyMatch(name::startsWith))
          .toList();
    }
  }

  /** Returns the folders from which a process has mapped libraries of TensorFlow's. */
  private static List<String> mapped(ChildJvm child) throws Exception {
    return child
        .run("mapped")
        .lines()
        .filter(line -> line.startsWith("mapped "))
        .map(line -> Path.of(line.substring(7)).resolveSibling("").toString())
        .toList();
  }
}
