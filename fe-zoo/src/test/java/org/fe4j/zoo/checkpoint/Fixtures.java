package org.fe4j.zoo.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The files that PyTorch and safetensors wrote, and the values that are in them. */
final class Fixtures {
  private Fixtures() {}

  /** A tensor as the framework saw it. */
  record Expected(StoredTensor tensor, List<Float> values) {}

  static Path path(String name) {
    URL resource = Fixtures.class.getResource(name);
    assertThat(resource).as(name).isNotNull();
    try {
      return Path.of(resource.toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  static List<Expected> expected(String name) throws IOException {
    JsonArray array = JsonParser.parseString(Files.readString(path(name))).getAsJsonArray();
    List<Expected> result = new ArrayList<>();
    for (JsonElement element : array) {
      JsonObject object = element.getAsJsonObject();
      ImmutableList.Builder<Integer> sizes = ImmutableList.builder();
      object.getAsJsonArray("shape").forEach(size -> sizes.add(size.getAsInt()));
      List<Float> values = new ArrayList<>();
      // A float64 tensor's values are rounded to float32, as Checkpoint says.
      object.getAsJsonArray("values").forEach(value -> values.add((float) value.getAsDouble()));
      ElementType type =
          ElementType.valueOf(object.get("dtype").getAsString().toUpperCase(Locale.ROOT));
      StoredTensor tensor = new StoredTensor(object.get("name").getAsString(), type, sizes.build());
      result.add(new Expected(tensor, values));
    }
    return result;
  }

  /** Reads a whole tensor. */
  static List<Float> values(Checkpoint checkpoint, StoredTensor tensor) {
    return values(checkpoint, tensor.name(), 0, (int) tensor.elements());
  }

  static List<Float> values(Checkpoint checkpoint, String name, long begin, int count) {
    float[] target = new float[count];
    checkpoint.read(name, begin, target, 0, count);
    List<Float> values = new ArrayList<>();
    for (float value : target) {
      values.add(value);
    }
    return values;
  }

  /** Asserts that a checkpoint holds exactly the tensors of a {@code .json} fixture. */
  static void assertHolds(Checkpoint checkpoint, String json) throws IOException {
    List<Expected> expected = expected(json);
    assertThat(checkpoint.tensors().values())
        .containsExactlyInAnyOrderElementsOf(expected.stream().map(Expected::tensor).toList());
    for (Expected each : expected) {
      assertThat(values(checkpoint, each.tensor()))
          .as(each.tensor().name())
          .isEqualTo(each.values());
    }
  }
}
