package org.fe4j.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.fe4j.Evaluation;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.Backbones;
import org.fe4j.dataset.ImageFolder;
import org.fe4j.metrics.comparison.Comparison;
import org.fe4j.metrics.report.ComparisonDirectory;
import org.fe4j.report.HtmlReport;

/** Which of several backbones is best on folders of class folders. */
public final class CompareBackbones {
  private CompareBackbones() {}

  /** Takes backbones' names with commas between them, a folder for the report, and folders. */
  public static void main(String[] arguments) throws IOException {
    List<Backbone> models = Arrays.stream(arguments[0].split(",")).map(Backbones::named).toList();
    Path out = Path.of(arguments[1]);
    List<ImageFolder> folders =
        Arrays.stream(arguments).skip(2).map(Path::of).map(ImageFolder::of).toList();
    // begin: comparison
    Comparison comparison =
        Evaluation.ofAll(models) // or of("resnet50", "clip_vit_b32")
            .onAll(folders) // or on(rocks, minerals)
            .folds(5)
            .results(out.resolve("cells")) // a rerun fills only what is missing
            .run();
    System.out.println(comparison);
    ComparisonDirectory.write(comparison, out); // JSON, Markdown, CSV, LaTeX
    HtmlReport.write(comparison, out.resolve("report.html"));
    // end: comparison
  }
}
