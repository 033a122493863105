package org.fe4j.examples.cli;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.fe4j.backbone.Backbone;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.download.CacheDirectory;
import org.fe4j.export.ExportFormat;
import org.fe4j.export.FeatureTable;
import org.fe4j.feature.FeatureExtractor;
import org.fe4j.feature.FeatureExtractorBuilder;
import org.fe4j.feature.StoreCheck;
import org.fe4j.feature.StoredFeatures;
import org.fe4j.store.FeatureStore;
import org.fe4j.store.PruneResult;
import org.fe4j.store.PruneSettings;
import org.fe4j.store.RecipePart;
import org.fe4j.store.StoreDamage;
import org.fe4j.store.StoredRecipe;
import org.fe4j.store.StoredRows;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code fe store}: what is kept of earlier extractions. */
@Command(
    name = "store",
    header = "Shows, checks and cleans the store of features.",
    description = {
      "Features are kept by the bytes of an image and by a recipe: weights, graph, tap,"
          + " preprocessing, decoder, precision, device, instruction set, batch shape, engine and"
          + " its library, compiler. Names and paths play no part."
    },
    subcommands = {
      StoreCommand.ListRecipes.class,
      StoreCommand.Size.class,
      StoreCommand.Verify.class,
      StoreCommand.Prune.class,
      StoreCommand.Explain.class,
      StoreCommand.Export.class,
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false)
final class StoreCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  @Spec private @Nullable CommandSpec command;

  @Option(
      names = "--store",
      scope = picocli.CommandLine.ScopeType.INHERIT,
      paramLabel = "DIR",
      description = "The store (default: features in the cache, ~/.cache/fe4j).")
  private @Nullable Path store;

  FeatureStore store() {
    return FeatureStore.at(store == null ? CacheDirectory.features() : store);
  }

  @Override
  public Integer call() {
    throw ModelOptions.usage(command, "Missing required subcommand");
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
  }

  /** {@code fe store list}. */
  @Command(
      name = "list",
      header = "Lists the recipes of which features are kept, the last used first.",
      mixinStandardHelpOptions = true)
  static final class ListRecipes implements Callable<Integer> {
    private final Console console;

    @ParentCommand private @Nullable StoreCommand parent;

    ListRecipes(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() throws IOException {
      ImmutableList<StoredRecipe> recipes = of(parent).store().list();
      if (recipes.isEmpty()) {
        console.err().println("No features in " + of(parent).store().folder());
        return 0;
      }
      TextTable table =
          TextTable.of(
              "recipe",
              "features",
              "size",
              "shards",
              "last used",
              "weights",
              "tap",
              "precision",
              "engine");
      for (StoredRecipe stored : recipes) {
        table.add(
            stored.recipe().sha256().substring(0, 12),
            String.format(Locale.ROOT, "%,d", stored.rows()),
            megabytes(stored.bytes()),
            Integer.toString(stored.shards()),
            TIME.format(LocalDateTime.ofInstant(stored.lastUsed(), ZoneId.systemDefault())),
            shortened(stored.recipe().part(RecipePart.WEIGHTS)),
            stored.recipe().part(RecipePart.TAP),
            stored.recipe().part(RecipePart.PRECISION),
            stored.recipe().part(RecipePart.ENGINE));
      }
      console.out().print(table);
      console.out().flush();
      return 0;
    }

    private static String shortened(String hash) {
      return hash.substring(0, Math.min(12, hash.length()));
    }
  }

  /** {@code fe store size}. */
  @Command(
      name = "size",
      header = "Says how much the store holds.",
      mixinStandardHelpOptions = true)
  static final class Size implements Callable<Integer> {
    private final Console console;

    @ParentCommand private @Nullable StoreCommand parent;

    Size(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() throws IOException {
      FeatureStore store = of(parent).store();
      ImmutableList<StoredRecipe> recipes = store.list();
      long bytes = recipes.stream().mapToLong(StoredRecipe::bytes).sum();
      long rows = recipes.stream().mapToLong(StoredRecipe::rows).sum();
      console
          .out()
          .printf(
              Locale.ROOT,
              "%s: %s, %,d features of %,d recipes%n",
              store.folder(),
              megabytes(bytes),
              rows,
              recipes.size());
      return 0;
    }
  }

  /** {@code fe store verify}. */
  @Command(
      name = "verify",
      header = "Compares every byte of the store with its checksums.",
      description = "Exit code 1 when something is not as it was written. Changes nothing.",
      mixinStandardHelpOptions = true)
  static final class Verify implements Callable<Integer> {
    private final Console console;

    @ParentCommand private @Nullable StoreCommand parent;

    Verify(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() throws IOException {
      if (!Files.isDirectory(of(parent).store().folder())) {
        // So that a misspelt folder is seen.
        console.err().println("No features in " + of(parent).store().folder());
      }
      ImmutableList<StoreDamage> damage;
      try (ProgressLine progress = new ProgressLine(console)) {
        damage = of(parent).store().verify(progress);
      }
      damage.forEach(console.out()::println);
      console
          .out()
          .println(
              damage.isEmpty()
                  ? "All is as it was written."
                  : damage.size()
                      + " files are not as they were written; 'fe store prune' removes"
                      + " damaged shards, and the next run extracts their features again.");
      return damage.isEmpty() ? 0 : 1;
    }
  }

  /** {@code fe store prune}. */
  @Command(
      name = "prune",
      header = "Removes what is damaged or left over, and merges small files.",
      description = "And, where asked, features that nobody used for long, or those of a recipe.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Prune implements Callable<Integer> {
    private final Console console;

    @Spec private @Nullable CommandSpec command;

    @ParentCommand private @Nullable StoreCommand parent;

    @Option(
        names = "--unused-days",
        paramLabel = "N",
        description = "Also remove recipes that nobody used for N days.")
    private @Nullable Integer unusedDays;

    @Option(
        names = "--recipe",
        paramLabel = "HASH",
        description = "Also remove the recipe whose hash begins so; 'fe store list' shows it.")
    private @Nullable String recipe;

    @Option(names = "--dry-run", description = "Only say what would be removed.")
    private boolean dryRun;

    Prune(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() throws IOException {
      PruneSettings settings;
      try {
        settings = PruneSettings.standard();
        settings = unusedDays == null ? settings : settings.withUnusedFor(days(unusedDays));
        settings = recipe == null ? settings : settings.withRecipe(recipe);
      } catch (IllegalArgumentException e) {
        throw ModelOptions.usage(command, String.valueOf(e.getMessage()));
      }
      PruneResult result = of(parent).store().prune(dryRun ? settings.withDryRun() : settings);
      console
          .out()
          .printf(
              Locale.ROOT,
              "%s %s: %d recipes, %d damaged shards, %d abandoned files. %s %d small shards.%n",
              dryRun ? "Would free" : "Freed",
              megabytes(result.bytes()),
              result.recipes(),
              result.damaged(),
              result.abandoned(),
              dryRun ? "Would merge" : "Merged",
              result.merged());
      return 0;
    }

    private static Duration days(int days) {
      return Duration.ofDays(days);
    }
  }

  /** {@code fe store explain}. */
  @Command(
      name = "explain",
      header = "Says what the store has for a run, and what differs where it has nothing.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Explain implements Callable<Integer> {
    private final Console console;

    @ParentCommand private @Nullable StoreCommand parent;

    @Mixin private final ModelOptions model = new ModelOptions();

    @Mixin private final DataOptions data = new DataOptions();

    @Mixin private final EngineOptions engine = new EngineOptions();

    @Mixin private final OfflineOption offline = new OfflineOption();

    Explain(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() throws IOException {
      Backbone backbone = model.backbone();
      ImageDataset images = data.dataset(offline, console);
      FeatureExtractorBuilder extraction =
          FeatureExtractor.builder(backbone)
              .engine(engine.engine())
              .device(engine.device())
              .precision(engine.precision())
              .tap(model.tapOf(backbone))
              .store(of(parent).store().folder());
      offline.applyTo(extraction);
      StoreCheck check;
      try (ProgressLine progress = new ProgressLine(console);
          FeatureExtractor extractor = extraction.open(progress)) {
        check = extractor.checkStore(images, progress);
      }
      console.out().println(check);
      return 0;
    }
  }

  /** {@code fe store export}. */
  @Command(
      name = "export",
      header = "Writes all features of a recipe for other tools.",
      description = {
        "Each row has the SHA-256 of its image, since the store knows no names and no labels; 'fe"
            + " extract' writes the features of a data set with both.",
        "The ending of the file chooses the format: .npy, .csv, .parquet, .arff."
      },
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Export implements Callable<Integer> {
    private final Console console;

    @Spec private @Nullable CommandSpec command;

    @ParentCommand private @Nullable StoreCommand parent;

    @Parameters(
        paramLabel = "RECIPE",
        description = "The first digits of a recipe's hash; 'fe store list' shows it.")
    private String recipe = "";

    @Option(
        names = "--out",
        required = true,
        paramLabel = "FILE",
        description = "The file to write: .npy, .csv, .parquet or .arff.")
    private Path out = Path.of("");

    Export(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() throws IOException {
      ExportFormat format = ExtractCommand.format(command, out);
      FeatureStore store = of(parent).store();
      List<StoredRecipe> meant =
          store.list().stream().filter(r -> r.recipe().sha256().startsWith(recipe)).toList();
      if (meant.size() != 1) {
        throw ModelOptions.usage(
            command,
            "%s recipes of %s begin with \"%s\"; 'fe store list' shows them"
                .formatted(meant.isEmpty() ? "No" : meant.size(), store.folder(), recipe));
      }
      StoredRecipe stored = meant.get(0);
      if (stored.rows() == 0) {
        throw ModelOptions.usage(
            command, "The recipe %s has no features yet".formatted(stored.recipe().sha256()));
      }
      StoredRows rows = store.open(stored.recipe(), stored.dimension()).allRows();
      format.write(
          FeatureTable.unlabelled(
              stored.recipe().sha256().substring(0, 12),
              StoredFeatures.of(rows),
              row -> rows.image(row).toString()),
          out);
      console.out().printf("%s: %d x %d%n", out, rows.rows(), rows.dimension());
      return 0;
    }
  }

  private static StoreCommand of(@Nullable StoreCommand parent) {
    if (parent == null) {
      throw new IllegalStateException("The command line was not parsed");
    }
    return parent;
  }
}
