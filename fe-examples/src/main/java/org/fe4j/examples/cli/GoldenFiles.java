package org.fe4j.examples.cli;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fe4j.zoo.verify.Golden;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say which reference values are meant. */
final class GoldenFiles {
  /** Where the script that starts this from a checkout says that its golden files are. */
  private static final String CHECKOUT = "fe.goldens";

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--goldens",
      paramLabel = "DIR",
      description =
          "A folder of golden files; its README says what is in them (default: those of the"
              + " checkout).")
  private @Nullable Path goldens;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description = "Golden files by their names without ending, with commas between them.")
  private List<String> only = new ArrayList<>();

  /**
   * Returns the files, by name.
   *
   * @throws ParameterException if no folder is known, or it has no file of a name
   * @throws IOException if the folder cannot be read or holds no golden file
   */
  ImmutableList<Path> files() throws IOException {
    Path folder = folder();
    ImmutableList<Path> files = Golden.files(folder);
    List<String> names = files.stream().map(GoldenFiles::name).toList();
    for (String wanted : only) {
      if (!names.contains(wanted)) {
        throw ModelOptions.usage(
            command,
            "--only: there is no golden file of \"%s\" in %s; there are: %s"
                .formatted(wanted, folder, String.join(", ", names)));
      }
    }
    return files.stream()
        .filter(file -> only.isEmpty() || only.contains(name(file)))
        .collect(ImmutableList.toImmutableList());
  }

  private Path folder() {
    if (goldens != null) {
      return goldens;
    }
    String ofCheckout = System.getProperty(CHECKOUT, "");
    if (ofCheckout.isEmpty()) {
      throw ModelOptions.usage(
          command,
          "Say where the reference values are: --goldens DIR. In a checkout, ./fe knows its own"
              + " (fe-zoo/src/test/resources/goldens); no jar has them.");
    }
    return Path.of(ofCheckout);
  }

  /** Returns a file's name without its ending; a backbone may have several, at other sizes. */
  static String name(Path file) {
    return String.valueOf(file.getFileName()).replaceFirst("\\.json(\\.gz)?$", "");
  }
}
