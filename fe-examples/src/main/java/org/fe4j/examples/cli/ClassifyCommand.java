package org.fe4j.examples.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.fe4j.Classifier;
import org.fe4j.ClassifierLoader;
import org.fe4j.backbone.DeviceKind;
import org.fe4j.classifier.ClassProbability;
import org.fe4j.classifier.ClassifiedImage;
import org.fe4j.classifier.ClassifiedImages;
import org.fe4j.feature.SkippedImage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fe classify}: what a saved classifier says of images. */
@Command(
    name = "classify",
    header = "Classifies images with a saved classifier.",
    description = {
      "Prints the most probable classes of each image. Exit code 1 where an image cannot be read;"
          + " the others are classified all the same."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ClassifyCommand implements Callable<Integer> {
  private final Console console;

  @Spec private @Nullable CommandSpec command;

  @Parameters(paramLabel = "IMAGE", arity = "1..*", description = "Image files.")
  private List<Path> images = new ArrayList<>();

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "The folder that 'fe train' wrote.")
  private Path model = Path.of("");

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "As many classes of each image (default: ${DEFAULT-VALUE}).")
  private int top = 3;

  @Option(names = "--json", description = "Prints JSON, with all digits.")
  private boolean json;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description = "PyTorch or TensorFlow (default: one that the classifier was saved for).")
  private @Nullable String engine;

  @Option(
      names = "--device",
      paramLabel = "cpu|gpu",
      description = "Refuses a classifier that was saved for the other (default: its own).")
  private @Nullable DeviceKind device;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "Images at a time (default: ${DEFAULT-VALUE}).")
  private int batchSize = 32;

  ClassifyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    requirePositive("--top", top);
    requirePositive("--batch-size", batchSize);
    ClassifierLoader loader = Classifier.loader(model).batchSize(batchSize);
    if (engine != null) {
      loader.engine(engine);
    }
    if (device != null) {
      loader.device(device);
    }
    ClassifiedImages answers;
    try (ProgressLine progress = new ProgressLine(console);
        Classifier classifier = loader.load()) {
      answers = classifier.classify(images, progress);
    }
    console.out().print(json ? json(answers) : table(answers));
    console.out().flush();
    for (SkippedImage image : answers.skipped()) {
      console.err().printf("Skipped %s: %s%n", image.id(), image.reason());
    }
    return answers.skipped().isEmpty() ? 0 : 1;
  }

  private void requirePositive(String option, int value) {
    if (value < 1) {
      throw ModelOptions.usage(command, "%s must be 1 or more, not %d".formatted(option, value));
    }
  }

  private String table(ClassifiedImages answers) {
    TextTable table = TextTable.of("image", "class", "probability");
    for (ClassifiedImage image : answers.images()) {
      String name = image.path().toString();
      for (ClassProbability found : image.classification().top(top)) {
        table.add(name, found.className(), String.format(Locale.ROOT, "%.4f", found.probability()));
        name = "";
      }
    }
    return table.toString();
  }

  private String json(ClassifiedImages answers) {
    JsonArray all = new JsonArray();
    for (ClassifiedImage image : answers.images()) {
      JsonArray classes = new JsonArray();
      for (ClassProbability found : image.classification().top(top)) {
        JsonObject entry = new JsonObject();
        entry.addProperty("class", found.className());
        entry.addProperty("index", found.classIndex());
        entry.addProperty("probability", found.probability());
        classes.add(entry);
      }
      JsonObject entry = new JsonObject();
      entry.addProperty("image", image.path().toString());
      entry.add("classes", classes);
      all.add(entry);
    }
    for (SkippedImage image : answers.skipped()) {
      JsonObject entry = new JsonObject();
      entry.addProperty("image", image.id());
      entry.addProperty("error", image.reason());
      all.add(entry);
    }
    return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(all) + "\n";
  }
}
