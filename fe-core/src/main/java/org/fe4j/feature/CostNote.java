package org.fe4j.feature;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.fe4j.store.RecipeFolder;

/** What an extraction cost, as a note beside the features that it made. */
final class CostNote {
  private static final String NAME = "cost.json";
  private static final String IMAGES = "images";
  private static final String RATE = "imagesPerSecond";
  private static final String MEMORY = "memoryBytes";

  private CostNote() {}

  /** Returns the note; nothing where there is none, or none that can be read. */
  static Optional<ExtractionCost> read(RecipeFolder folder) throws IOException {
    Optional<String> text = folder.note(NAME);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      JsonObject json = JsonParser.parseString(text.get()).getAsJsonObject();
      if (!json.has(IMAGES) || !json.has(RATE)) {
        return Optional.empty();
      }
      return Optional.of(
          new ExtractionCost(
              json.get(IMAGES).getAsInt(),
              json.get(RATE).getAsDouble(),
              json.has(MEMORY)
                  ? OptionalLong.of(json.get(MEMORY).getAsLong())
                  : OptionalLong.empty()));
    } catch (JsonParseException
        | IllegalStateException
        | IllegalArgumentException
        | UnsupportedOperationException e) {
      FeatureExtractorBuilder.LOGGER.debug("{} has no cost", folder.folder(), e);
      return Optional.empty(); // It is measured again; nothing depends on it.
    }
  }

  /** Writes the note, unless there is one over more images. */
  static void write(RecipeFolder folder, ExtractionCost cost) throws IOException {
    if (read(folder).filter(there -> there.images() > cost.images()).isPresent()) {
      return;
    }
    JsonObject json = new JsonObject();
    json.addProperty(IMAGES, cost.images());
    json.addProperty(RATE, cost.imagesPerSecond());
    cost.memoryBytes().ifPresent(bytes -> json.addProperty(MEMORY, bytes));
    folder.writeNote(NAME, json + "\n");
  }
}
