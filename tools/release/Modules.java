import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes {@code docs/reference/modules.md} from what a build of somebody else resolves for each
 * module, and says where it differs from the page that is there.
 *
 * <p>Run by {@code tools/release/check}: {@code java Modules.java LISTS POMS NATIVES PAGE OLD}. LISTS
 * holds a file for each module, written by {@code dependency:list} in a project that depends on it
 * alone, and {@code given.txt} for one that depends on DJL's API and Guava.
 */
final class Modules {
  private static final int MOST_ADDED_BY_CORE = 6;
  private static final Pattern LINE =
      Pattern.compile("\\s*([^:\\s]+):([^:]+):jar:(?:[^:]+:)?([^:]+):(?:compile|runtime):([^ ]+).*");
  private static final Pattern DESCRIPTION = Pattern.compile("<description>(.*?)</description>");
  private static final Pattern SIZE = Pattern.compile("(\\d[\\d.]*) (MB|kB)");

  private record Jar(String group, String artifact, String version, long bytes)
      implements Comparable<Jar> {
    @Override
    public int compareTo(Jar other) {
      return (artifact + version).compareTo(other.artifact + other.version);
    }
  }

  private Modules() {}

  public static void main(String[] arguments) throws IOException {
    Path lists = Path.of(arguments[0]);
    Path poms = Path.of(arguments[1]);
    Set<String> given =
        read(lists.resolve("given.txt")).stream().map(Jar::artifact).collect(Collectors.toSet());
    TreeMap<String, List<Jar>> modules = new TreeMap<>();
    try (var files = Files.list(lists)) {
      for (Path file : files.filter(path -> path.getFileName().toString().startsWith("fe-")).toList()) {
        modules.put(file.getFileName().toString().replace(".txt", ""), read(file));
      }
    }
    List<Jar> added = notGiven(modules.get("fe-core"), "fe-core", given);
    String page = page(modules, poms, given, Path.of(arguments[2]));
    Files.writeString(Path.of(arguments[3]), page);
    System.out.printf("fe-core adds %d jars to DJL's and Guava's %d: %s%n",
        added.size(), given.size(), names(added));
    boolean wrong = added.size() > MOST_ADDED_BY_CORE;
    if (wrong) {
      System.out.printf("fe-core may add at most %d: make one optional, or do without.%n",
          MOST_ADDED_BY_CORE);
    }
    Path old = Path.of(arguments[4]);
    if (!Files.exists(old) || !isTrue(Files.readString(old), page)) {
      System.out.printf("%s is out of date. To accept it: cp %s %s%n", old, arguments[3], old);
      wrong = true;
    }
    System.exit(wrong ? 1 : 0);
  }

  private static List<Jar> read(Path list) throws IOException {
    Set<Jar> jars = new TreeSet<>();
    for (String line : Files.readAllLines(list)) {
      Matcher match = LINE.matcher(line.replaceAll("\u001b\\[[;\\d]*m", ""));
      if (match.matches()) {
        long bytes = Files.size(Path.of(match.group(4)));
        jars.add(new Jar(match.group(1), match.group(2), match.group(3), bytes));
      }
    }
    return new ArrayList<>(jars);
  }

  private static List<Jar> notGiven(List<Jar> jars, String module, Set<String> given) {
    return jars.stream()
        .filter(jar -> !jar.artifact().equals(module) && !given.contains(jar.artifact()))
        .toList();
  }

  private static String page(
      TreeMap<String, List<Jar>> modules, Path poms, Set<String> given, Path natives)
      throws IOException {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Modules

        Written by `tools/release/check`, from what a project of somebody else gets that depends on one module alone, on Linux with an x86-64 processor. The check fails where this page is wrong: a jar more or less, or a size that is off by more than a tenth.

        Import `fe-bom`, which has the versions of all of them, and depend on `fe-pytorch` or `fe-tensorflow`.

        | module | what for | its jar | jars that it drags in | all together |
        |---|---|---|---|---|
        """);
    for (String module : modules.keySet()) {
      Matcher description =
          DESCRIPTION.matcher(Files.readString(poms.resolve(module).resolve("pom.xml")));
      String purpose = description.find() ? description.group(1) : "";
      List<Jar> jars = modules.get(module);
      long own =
          jars.stream().filter(jar -> jar.artifact().equals(module)).mapToLong(Jar::bytes).sum();
      page.append(
          "| `%s` | %s | %s | %d | %s |\n"
              .formatted(module, purpose, size(own), jars.size() - 1, size(total(jars))));
    }
    page.append(
        """

        ## What comes with them
        DJL's API and Guava come with %d jars, which most users of DJL have already: %s. What each module adds to those, itself left out:

        | module | jars | which |
        |---|---|---|
        """
            .formatted(given.size(), String.join(", ", new TreeSet<>(given))));
    for (String module : modules.keySet()) {
      List<Jar> added = notGiven(modules.get(module), module, given);
      page.append("| `%s` | %d | %s |\n".formatted(module, added.size(), withSizes(added)));
    }
    page.append(
        """

        `fe-core` may add six at most. Readers of Parquet and MATLAB files are optional: whoever needs one adds it, and a message says what to add where it is missing. The WebP reader is written in Kotlin, and needs Kotlin's library.

        A jar that was published carries `META-INF/THIRD-PARTY.txt`: what it needs at run time, and under which licences. A bill of materials in CycloneDX's format lies beside it.

        ## Native libraries
        | in | library | holds | licence |
        |---|---|---|---|
        """);
    List<String> rows = Files.readAllLines(natives);
    for (String row : rows.subList(1, rows.size())) {
      String[] cells = row.split(",");
      page.append("| %s | %s | %s | %s |\n".formatted((Object[]) cells));
    }
    page.append(
        """

        They are in jars of their publishers, and in none of ours. The Intel library may be redistributed unchanged, with its notice; the GNU OpenMP run time has an exception that lets programs of any licence be linked with it. What else TensorFlow links stands in TensorFlow's own sources.
        """);
    return page.toString();
  }

  private static long total(List<Jar> jars) {
    return jars.stream().mapToLong(Jar::bytes).sum();
  }

  private static String names(List<Jar> jars) {
    return jars.stream().map(Jar::artifact).collect(Collectors.joining(", "));
  }

  private static String withSizes(List<Jar> jars) {
    return jars.stream()
        .map(jar -> jar.artifact() + " (" + size(jar.bytes()) + ")")
        .collect(Collectors.joining(", "));
  }

  private static String size(long bytes) {
    if (bytes < 1_000_000) {
      return Math.max(1, Math.round(bytes / 1e3)) + " kB";
    }
    return bytes < 10_000_000
        ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
        : Math.round(bytes / 1e6) + " MB";
  }

  /** Whether all but the sizes is equal, and no size is off by more than a tenth. */
  private static boolean isTrue(String old, String now) {
    if (!SIZE.matcher(old).replaceAll("SIZE").equals(SIZE.matcher(now).replaceAll("SIZE"))) {
      return false;
    }
    Matcher before = SIZE.matcher(old);
    Matcher after = SIZE.matcher(now);
    while (before.find() && after.find()) {
      // A jar of a few entries is all header.
      if (Math.abs(kilobytes(before) - kilobytes(after)) > Math.max(2, kilobytes(after) / 10)) {
        return false;
      }
    }
    return true;
  }

  private static double kilobytes(Matcher size) {
    return Double.parseDouble(size.group(1)) * (size.group(2).equals("MB") ? 1000 : 1);
  }
}
