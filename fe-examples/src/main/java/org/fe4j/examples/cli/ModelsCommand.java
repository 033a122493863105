package org.fe4j.examples.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.Backbones;
import org.fe4j.zoo.Zoo;
import org.fe4j.zoo.ZooEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fe models}: the backbones that there are. */
@Command(
    name = "models",
    header = "Lists the backbones.",
    description = {
      "Lists the backbones that can be named, with the input's side in pixels, the length of the"
          + " feature, and what their publishers say.",
      "A * marks the weights that the architecture's bare name means."
    },
    mixinStandardHelpOptions = true)
final class ModelsCommand implements Callable<Integer> {
  private static final String[] TITLES = {
    "name",
    "input",
    "feature",
    "parameters",
    "GMACs",
    "file",
    "trained on",
    "licence of the weights"
  };

  private final Console console;

  @Option(names = "--markdown", description = "Print the table as Markdown, for a document.")
  private boolean markdown;

  ModelsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    TextTable table = TextTable.of(columns(TITLES));
    for (String name : Backbones.names()) {
      Backbone backbone = Backbones.named(name);
      String pixels = Integer.toString(backbone.preprocessing().cropPixels());
      String dimension = Integer.toString(backbone.dimension(backbone.taps().get(0)));
      Zoo.find(name)
          .ifPresentOrElse(
              entry -> addEntry(table, entry, pixels, dimension),
              () -> table.add(columns(name, pixels, dimension, "", "", "", "", "")));
    }
    console.out().print(markdown ? table.toMarkdown() : table.toString());
    console.out().flush();
    return 0;
  }

  private void addEntry(TextTable table, ZooEntry entry, String pixels, String dimension) {
    table.add(
        columns(
            entry.name() + (entry.isDefault() ? " *" : ""),
            pixels,
            dimension,
            String.format(Locale.ROOT, "%.1f M", entry.parameters() / 1e6),
            String.format(Locale.ROOT, "%.2f", entry.gigaMultiplyAdds()),
            String.format(Locale.ROOT, "%.0f MiB", entry.fileSizeMebibytes()),
            entry.trainingData(),
            entry.license()));
  }

  /** Returns the cells that are printed: a terminal has no room for the last one. */
  private String[] columns(String... cells) {
    return markdown ? cells : Arrays.copyOf(cells, cells.length - 1);
  }
}
