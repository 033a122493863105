package org.fe4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What the modules' POMs and the files beside them must say of each other for a release. */
class ModulesTest {
  private static final Path ROOT = Path.of("..");

  /** Of the machine that tests run on; the others are the same libraries. */
  private static final Pattern NATIVE =
      Pattern.compile(
          "(?:.*/)?linux[-_/]?(?:x86[-_]64|amd64)/(?:.*/)?(lib[^/]+\\.so[^/]*)",
          Pattern.CASE_INSENSITIVE);

  /** Of a jar in a local repository: ARTIFACT/VERSION/ARTIFACT-VERSION.jar. */
  private static final Pattern PLACE =
      Pattern.compile(".*[/\\\\]([^/\\\\]+)[/\\\\][^/\\\\]+[/\\\\][^/\\\\]+\\.jar");

  @Test
  void theBomNamesThePublishedModulesAndHasTheirVersion() throws Exception {
    Element bom = pom("fe-bom");

    assertThat(texts(bom, "dependencyManagement", "artifactId"))
        .as("modules in fe-bom/pom.xml")
        .containsExactlyElementsOf(published());
    assertThat(texts(bom, "dependencyManagement", "groupId")).containsOnly("org.fe4j");
    assertThat(texts(bom, "dependencyManagement", "version")).containsOnly("${project.version}");
    assertThat(child(bom, "version"))
        .as("version in fe-bom/pom.xml, which has no parent")
        .isEqualTo(child(pom("."), "version"));
  }

  @Test
  void theBomSaysOfTheProjectWhatTheParentSays() throws Exception {
    Element bom = pom("fe-bom");
    Element parent = pom(".");

    for (String fact : List.of("url", "licenses", "developers", "organization", "scm")) {
      assertThat(child(bom, fact)).as(fact).isNotEmpty().isEqualTo(child(parent, fact));
    }
    assertThat(texts(bom, "properties", "project.build.outputTimestamp"))
        .isEqualTo(texts(parent, "properties", "project.build.outputTimestamp"));
  }

  @Test
  void eachPublishedModuleHasANameForModulePathsOfItsOwn() throws Exception {
    List<String> names = new ArrayList<>();
    for (String module : published()) {
      List<String> own = texts(pom(module), "properties", "fe.moduleName");
      assertThat(own).as("fe.moduleName in the properties of %s/pom.xml", module).hasSize(1);
      names.addAll(own);
    }

    assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.startsWith("org.fe4j."));
  }

  @Test
  void noPackageIsInTwoModules() throws Exception {
    Map<String, String> owners = new HashMap<>();
    for (String module : modules()) {
      Path sources = ROOT.resolve(module).resolve("src/main/java");
      for (Path folder : foldersWithCode(sources)) {
        String name = sources.relativize(folder).toString().replace(File.separatorChar, '.');
        assertThat(owners.put(name, module))
            .as("another module with the package %s", name)
            .isNull();
      }
    }

    assertThat(owners).containsEntry("org.fe4j", "fe-core");
  }

  @Test
  void eachPublishedModuleWithCodeHasABaselineOfItsApi() throws Exception {
    for (String module : published()) {
      if (Files.isDirectory(ROOT.resolve(module).resolve("src/main/java"))) {
        assertThat(ROOT.resolve("config/api").resolve(module + ".jar"))
            .as("the public API that changes are compared with; tools/release/api writes it")
            .exists();
        assertThat(ROOT.resolve("config/api").resolve(module + ".txt")).exists();
      }
    }
  }

  @Test
  void noNativeLibraryIsWithoutALicence() throws IOException {
    List<String> rows = Files.readAllLines(ROOT.resolve("config/licences/natives.csv"));
    Set<String> listed = new TreeSet<>();
    for (String row : rows.subList(1, rows.size())) {
      List<String> cells = Splitter.on(',').splitToList(row);
      assertThat(cells).as(row).hasSize(4).doesNotContain("");
      listed.add(cells.get(0) + " " + cells.get(1));
    }

    assertThat(nativeLibraries())
        .as("native libraries on the class path, named in config/licences/natives.csv")
        .containsExactlyElementsOf(listed);
  }

  @Test
  void licencesAreCorrectedForTheVersionsThatAreUsed() throws Exception {
    Properties corrected = new Properties();
    try (Reader file =
        Files.newBufferedReader(ROOT.resolve("config/licences/override.properties"))) {
      corrected.load(file);
    }
    Element parent = pom(".");
    String version = texts(parent, "properties", "pytorch.version").get(0);

    // The plugin only warns of a line for a version that nothing uses.
    assertThat(corrected.stringPropertyNames())
        .as("lines of config/licences/override.properties")
        .containsExactly("ai.djl.pytorch--pytorch-native-cpu--" + version);
  }

  /** The modules before fe-examples in the parent, but the BOM. */
  private static List<String> published() throws Exception {
    List<String> published = new ArrayList<>();
    for (String module : modules()) {
      boolean skipped = texts(pom(module), "properties", "maven.deploy.skip").contains("true");
      if (!skipped && !module.equals("fe-bom")) {
        published.add(module);
      }
    }
    return published;
  }

  private static List<String> modules() throws Exception {
    return texts(pom("."), "modules", "module");
  }

  private static Element pom(String folder) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(ROOT.resolve(folder).resolve("pom.xml").toFile())
        .getDocumentElement();
  }

  /** The text of an element right below the project, without the spaces between tags. */
  private static String child(Element project, String name) {
    NodeList children = project.getChildNodes();
    for (int index = 0; index < children.getLength(); index++) {
      if (children.item(index) instanceof Element element && element.getTagName().equals(name)) {
        return element.getTextContent().trim().replaceAll("\\s+", " ");
      }
    }
    return "";
  }

  /** The texts of all elements of a name below the first element of another. */
  private static List<String> texts(Element project, String parent, String name) {
    List<String> texts = new ArrayList<>();
    if (project.getElementsByTagName(parent).item(0) instanceof Element within) {
      NodeList found = within.getElementsByTagName(name);
      for (int index = 0; index < found.getLength(); index++) {
        texts.add(found.item(index).getTextContent().trim());
      }
    }
    return texts;
  }

  private static List<Path> foldersWithCode(Path sources) throws IOException {
    if (!Files.isDirectory(sources)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(Path::getParent)
          .distinct()
          .toList();
    }
  }

  private static Set<String> nativeLibraries() throws IOException {
    Set<String> libraries = new TreeSet<>();
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    for (String entry : Splitter.on(File.pathSeparatorChar).split(path)) {
      Matcher place = PLACE.matcher(entry);
      if (place.matches()) {
        try (JarFile jar = new JarFile(entry)) {
          jar.stream()
              .map(member -> NATIVE.matcher(member.getName()))
              .filter(Matcher::matches)
              // A hash that a packager puts into the name is no part of it, nor is the version.
              .map(match -> match.group(1).replaceAll("-[0-9a-f]{8}|-[0-9][0-9.]*-[0-9]+", ""))
              .forEach(library -> libraries.add(place.group(1) + " " + library));
        }
      }
    }
    return libraries;
  }
}
