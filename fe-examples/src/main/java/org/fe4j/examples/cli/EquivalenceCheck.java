package org.fe4j.examples.cli;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.fe4j.Protocol;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.dataset.ImageFolder;
import org.fe4j.examples.quickstart.TextureImages;
import org.fe4j.head.CrossValidator;
import org.fe4j.validation.Labels;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Compares runs on several engines and in several precisions, prints the table of each backbone as
 * soon as it is known, and writes the files.
 *
 * @param console takes tables and progress
 * @param command for what the user did wrong
 * @param options which runs, on what
 * @param device what backbones run on
 * @param offline whether the network may be used
 */
record EquivalenceCheck(
    Console console,
    @Nullable CommandSpec command,
    EquivalenceOptions options,
    DeviceKind device,
    OfflineOption offline) {
  /** Returns whether nothing is wrong. */
  boolean run(List<Backbone> backbones) throws IOException {
    ReportFiles.check(options.out());
    try (ProgressLine progress = new ProgressLine(console)) {
      ImageDataset images = images(progress);
      // Before hours of extraction.
      CrossValidator.of(Protocol.standard().validation(), Protocol.standard().head())
          .check(Labels.of(images));
      EquivalenceRun run =
          new EquivalenceRun(
              images, options.settings(), device, offline, backbones.size(), progress);
      ImmutableList.Builder<BackboneRuns> all = ImmutableList.builder();
      for (Backbone backbone : backbones) {
        BackboneRuns runs = run.run(backbone);
        progress.endLine();
        print(images, runs);
        all.add(runs);
      }
      return finish(
          new EquivalenceReport(
              images, device.name().toLowerCase(Locale.ROOT), Machine.facts(), all.build()));
    }
  }

  private ImageDataset images(ProgressLine progress) throws IOException {
    String data = options.data();
    return data == null
        ? ImageFolder.of(TextureImages.in(options.out().resolve("images"), progress))
        // Not as somebody divided it: every image is predicted once.
        : DataOptions.whole(command, data, offline, console);
  }

  private void print(ImageDataset images, BackboneRuns runs) {
    console.out().println(EquivalenceReport.heading(images, runs));
    console.out().print(runs.table());
    EquivalenceReport.reasons(runs).forEach(console.out()::println);
    console.out().println();
    console.out().flush();
  }

  private boolean finish(EquivalenceReport report) throws IOException {
    report.write(options.out());
    console.out().println(report.sentence());
    console.out().flush();
    console
        .err()
        .printf(
            "Wrote %s and %s to %s%n",
            EquivalenceReport.MARKDOWN, EquivalenceReport.JSON, options.out());
    return !report.failed();
  }
}
