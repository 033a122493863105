package org.fe4j.examples.cli;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.Backbones;
import org.fe4j.zoo.Zoo;
import org.fe4j.zoo.ZooEntry;
import org.fe4j.zoo.ZooFilter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fe models}: the backbones that there are. */
@Command(
    name = "models",
    header = "Lists the backbones.",
    description = {
      "Lists the backbones that can be named, with the input's side in pixels, the length of the"
          + " feature, and what their publishers say.",
      "A * marks the weights that the architecture's bare name means."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ModelsCommand implements Callable<Integer> {
  private static final String[] TITLES = {
    "name", "input", "feature", "parameters", "GMACs", "file", "licence", "commercial use"
  };

  private static final String[] MARKDOWN_TITLES = {
    "name",
    "input",
    "feature by tap",
    "parameters",
    "GMACs",
    "file",
    "published accuracy, %",
    "trained on",
    "licence of the weights",
    "commercial use",
    "paper"
  };

  private final Console console;

  @Spec private @Nullable CommandSpec command;

  @Option(
      names = "--family",
      paramLabel = "FAMILY",
      description = "Only this family, such as resnet, vit or clip.")
  private @Nullable String family;

  @Option(
      names = "--suite",
      paramLabel = "SUITE",
      description = "Only this suite, in its order: paper.")
  private @Nullable String suite;

  @Option(
      names = "--max-parameters",
      paramLabel = "N",
      description = "Only models of at most so many parameters.")
  private @Nullable Long maxParameters;

  @Option(
      names = "--max-gflops",
      paramLabel = "X",
      description =
          "Only models that need at most so many billions of multiplications with addition for an"
              + " image.")
  private @Nullable Double maxGflops;

  @Option(
      names = "--commercial-use",
      description = "Only weights whose stated licence permits commercial use.")
  private boolean commercialUse;

  @ArgGroup private final Format format = new Format();

  /** How the list is printed; a table for people is the default. */
  static final class Format {
    @Option(
        names = "--json",
        description = "Print everything that is known of each, as a JSON array of objects.")
    private boolean json;

    @Option(names = "--markdown", description = "Print the table as Markdown, for a document.")
    private boolean markdown;
  }

  ModelsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    ImmutableList<ZooEntry> entries = entries();
    if (format.json) {
      ModelsJson.write(entries, console.out());
    } else if (format.markdown) {
      console.out().print(markdown(entries).toMarkdown());
    } else {
      console.out().print(table(entries));
    }
    console.out().flush();
    return 0;
  }

  private ImmutableList<ZooEntry> entries() {
    try {
      ZooFilter filter = filter();
      return (suite == null ? Zoo.entries() : Zoo.suite(suite))
          .stream().filter(filter::admits).collect(ImmutableList.toImmutableList());
    } catch (IllegalArgumentException e) {
      throw ModelOptions.usage(command, String.valueOf(e.getMessage()));
    }
  }

  private ZooFilter filter() {
    ZooFilter filter = Zoo.filter();
    if (family != null) {
      filter = filter.family(family);
    }
    if (maxParameters != null) {
      filter = filter.maxParameters(maxParameters);
    }
    if (maxGflops != null) {
      filter = filter.maxGflops(maxGflops);
    }
    return commercialUse ? filter.commercialUse() : filter;
  }

  private TextTable table(ImmutableList<ZooEntry> entries) {
    TextTable table = TextTable.of(TITLES);
    for (ZooEntry entry : entries) {
      table.add(
          markedName(entry),
          pixels(entry),
          Integer.toString(entry.featureDimensions().values().asList().get(0)),
          parameters(entry),
          gigaMultiplyAdds(entry),
          fileSize(entry),
          // A terminal has no room for what else is said of it.
          entry.license().replaceFirst("[,;].*", ""),
          commercialUse(entry));
    }
    if (entries.size() == Zoo.entries().size()) {
      addOthers(table);
    }
    return table;
  }

  /** Backbones of other providers, of which no more is known. */
  private static void addOthers(TextTable table) {
    for (String name : Backbones.names()) {
      if (Zoo.find(name).isEmpty()) {
        Backbone other = Backbones.named(name);
        table.add(
            name,
            Integer.toString(other.preprocessing().cropPixels()),
            Integer.toString(other.dimension(other.taps().get(0))),
            "",
            "",
            "",
            "",
            "");
      }
    }
  }

  private static TextTable markdown(ImmutableList<ZooEntry> entries) {
    TextTable table = TextTable.of(MARKDOWN_TITLES);
    for (ZooEntry entry : entries) {
      table.add(
          markedName(entry),
          pixels(entry),
          Joiner.on(", ").withKeyValueSeparator(" ").join(entry.featureDimensions()),
          parameters(entry),
          gigaMultiplyAdds(entry),
          fileSize(entry),
          Joiner.on(", ").withKeyValueSeparator(" ").join(entry.accuracy()),
          entry.trainingData(),
          entry.license(),
          commercialUse(entry),
          "[%s](%s)".formatted(entry.paper().getPath().replace("/abs/", ""), entry.paper()));
    }
    return table;
  }

  private static String markedName(ZooEntry entry) {
    return entry.name() + (entry.isDefault() ? " *" : "");
  }

  private static String pixels(ZooEntry entry) {
    return Integer.toString(entry.preprocessing().cropPixels());
  }

  private static String parameters(ZooEntry entry) {
    return String.format(Locale.ROOT, "%.1f M", entry.parameters() / 1e6);
  }

  private static String gigaMultiplyAdds(ZooEntry entry) {
    return String.format(Locale.ROOT, "%.2f", entry.gigaMultiplyAdds());
  }

  private static String fileSize(ZooEntry entry) {
    return String.format(Locale.ROOT, "%.0f MiB", entry.fileSizeMebibytes());
  }

  private static String commercialUse(ZooEntry entry) {
    return entry.commercialUse().name().toLowerCase(Locale.ROOT);
  }
}
