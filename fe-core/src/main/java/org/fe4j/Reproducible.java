package org.fe4j;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.BackboneReference;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.dataset.ImageFolder;
import org.fe4j.dataset.ImageList;
import org.fe4j.dataset.published.PublicDatasets;
import org.fe4j.feature.DatasetFeatures;
import org.fe4j.feature.FeatureExtractor;
import org.fe4j.progress.ProgressListener;
import org.fe4j.validation.SplitDataset;

/**
 * What a report keeps so that its evaluation can be run again: where backbone and images are found,
 * what computed the features, and which images they were. It is in the report's JSON alone, since
 * it names paths of the machine.
 */
final class Reproducible {
  private static final String BACKBONE = "backbone";
  private static final String WEIGHTS = "weights file";
  private static final String INPUT = "input pixels";
  private static final String DATA = "data";
  private static final String FOLDER = "folder ";
  private static final String LIST = "list ";
  private static final String DIVIDED = "divided ";
  private static final String JOINED = "joined parts";
  private static final String PART = "part";
  private static final String PUBLISHED = "published ";

  /** The SHA-256 over the hashes of all images, in hex. */
  static final String IMAGES = "images sha256";

  /** The SHA-256 of what decides the features besides the images, in hex. */
  static final String RECIPE = "recipe sha256";

  private Reproducible() {}

  static ImmutableMap<String, String> describe(
      Evaluation<?> settings,
      FeatureSource source,
      EvaluatedImages images,
      DatasetFeatures features) {
    ImmutableMap.Builder<String, String> facts = ImmutableMap.builder();
    facts.putAll(source.reproduction(images.dataset()));
    facts.putAll(settings.settings());
    features.imagesSha256().ifPresent(sha256 -> facts.put(IMAGES, sha256));
    return facts.buildOrThrow();
  }

  /** Returns where a backbone and images are, and what computed the features. */
  static ImmutableMap<String, String> ofImages(
      Backbone backbone, FeatureExtractor extractor, ImageDataset dataset) {
    ImmutableMap.Builder<String, String> facts = ImmutableMap.builder();
    backbone.reference().ifPresent(reference -> putBackbone(reference, facts));
    putData(dataset, facts);
    return facts.put(RECIPE, extractor.recipe().sha256()).buildOrThrow();
  }

  private static void putBackbone(
      BackboneReference reference, ImmutableMap.Builder<String, String> facts) {
    facts.put(BACKBONE, reference.name());
    reference.weights().ifPresent(path -> facts.put(WEIGHTS, path.toString()));
    reference.inputPixels().ifPresent(pixels -> facts.put(INPUT, Integer.toString(pixels)));
  }

  private static void putData(ImageDataset dataset, ImmutableMap.Builder<String, String> facts) {
    if (dataset instanceof SplitDataset divided) {
      if (divided.source().isPresent()) {
        facts.put(DATA, DIVIDED + divided.source().get().toAbsolutePath());
        return;
      }
      List<ImmutableMap<String, String>> places =
          divided.parts().stream().map(Reproducible::place).toList();
      if (places.stream().noneMatch(Map::isEmpty)) {
        facts.put(DATA, JOINED);
        for (int i = 0; i < places.size(); i++) {
          int part = i;
          places.get(i).forEach((name, value) -> facts.put(ofPart(name, part), value));
        }
      }
      return;
    }
    facts.putAll(place(dataset));
  }

  /** Returns where images are; nothing where that has no name. */
  private static ImmutableMap<String, String> place(ImageDataset dataset) {
    if (dataset instanceof ImageFolder folder) {
      return ImmutableMap.of(DATA, FOLDER + folder.root().toAbsolutePath());
    }
    if (dataset instanceof ImageList list) {
      String place = LIST + list.list().toAbsolutePath();
      // A list with one split is the whole list, or that part of it: both have the same images.
      return list.splits().size() == 1
          ? ImmutableMap.of(DATA, place, PART, list.splits().get(0))
          : ImmutableMap.of(DATA, place);
    }
    return PublicDatasets.isName(dataset.name())
        ? ImmutableMap.of(DATA, PUBLISHED + dataset.name())
        : ImmutableMap.of();
  }

  private static String ofPart(String name, int part) {
    return name + " of part " + part;
  }

  /** Returns the backbone; nothing where the report does not say how it is found. */
  static Optional<Backbone> backbone(Map<String, String> facts) {
    return value(facts, BACKBONE)
        .map(
            name ->
                new BackboneReference(
                        name,
                        value(facts, WEIGHTS).map(Path::of),
                        value(facts, INPUT)
                            .map(pixels -> OptionalInt.of(Integer.parseInt(pixels)))
                            .orElse(OptionalInt.empty()))
                    .resolve());
  }

  /** Returns the images; nothing where the report does not say where they are. */
  static Optional<ImageDataset> dataset(Map<String, String> facts, ProgressListener progress)
      throws IOException {
    String data = facts.getOrDefault(DATA, "");
    if (data.startsWith(DIVIDED)) {
      Path source = Path.of(data.substring(DIVIDED.length()));
      return Optional.of(
          ImageList.isNamedAsList(source)
              ? SplitDataset.ofList(ImageList.of(source))
              : SplitDataset.ofFolder(source));
    }
    if (!data.equals(JOINED)) {
      return dataset(data, facts.getOrDefault(PART, ""), progress);
    }
    List<ImageDataset> parts = new ArrayList<>();
    for (int part = 0; facts.containsKey(ofPart(DATA, part)); part++) {
      dataset(
              facts.getOrDefault(ofPart(DATA, part), ""),
              facts.getOrDefault(ofPart(PART, part), ""),
              progress)
          .ifPresent(parts::add);
    }
    return switch (parts.size()) {
      case 2 -> Optional.of(SplitDataset.of(parts.get(0), parts.get(1)));
      case 3 -> Optional.of(SplitDataset.of(parts.get(0), parts.get(1), parts.get(2)));
      default -> Optional.empty();
    };
  }

  private static Optional<ImageDataset> dataset(
      String place, String part, ProgressListener progress) throws IOException {
    if (place.startsWith(FOLDER)) {
      return Optional.of(ImageFolder.of(Path.of(place.substring(FOLDER.length()))));
    }
    if (place.startsWith(LIST)) {
      ImageList list = ImageList.of(Path.of(place.substring(LIST.length())));
      return Optional.of(list.splits().contains(part) ? list.split(part) : list);
    }
    if (place.startsWith(PUBLISHED)) {
      return Optional.of(PublicDatasets.named(place.substring(PUBLISHED.length()), progress));
    }
    return Optional.empty();
  }

  private static Optional<String> value(Map<String, String> facts, String name) {
    return Optional.ofNullable(facts.get(name));
  }
}
