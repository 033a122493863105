package org.fe4j.zoo.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Joiner;
import com.google.common.hash.Hashing;
import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fe4j.image.Preprocessing;
import org.fe4j.zoo.Zoo;
import org.fe4j.zoo.ZooEntry;
import org.fe4j.zoo.graph.Graph;
import org.fe4j.zoo.verify.Goldens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every architecture reads the tensors that its reference implementation has, by name and shape,
 * for images of {@code pixels} a side. {@code state_dicts.csv} was written from the state dicts of
 * torchvision, OpenAI's CLIP and timm: floating-point tensors without those of auxiliary
 * classifiers; the hash is that of the sorted lines {@code name sizes}. DINOv2's positions are
 * those of the published files.
 */
class StateDictTest {
  private static final int CLASSES = 1000;

  private record StateDict(
      String architecture, int pixels, int tensors, long elements, String sha256) {
    @Override
    public String toString() {
      return architecture;
    }
  }

  static Stream<StateDict> stateDicts() {
    return rows().stream();
  }

  private static List<StateDict> rows() {
    try {
      return Resources.readLines(Resources.getResource("state_dicts.csv"), StandardCharsets.UTF_8)
          .stream()
          .skip(1)
          .map(line -> line.split(",", -1))
          .map(
              cell ->
                  new StateDict(
                      cell[0],
                      Integer.parseInt(cell[1]),
                      Integer.parseInt(cell[2]),
                      Long.parseLong(cell[3]),
                      cell[4]))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void noArchitectureIsWithoutReferenceValues() {
    assertThat(Architectures.all().stream().map(Architecture::name))
        .as("write its state dict and a golden with the reference implementation")
        .containsExactlyInAnyOrderElementsOf(
            rows().stream().map(StateDict::architecture).collect(Collectors.toList()));
  }

  @Test
  void noFamilyIsWithoutAGolden() {
    Set<String> verified =
        Goldens.all().stream()
            .flatMap(golden -> Zoo.find(golden.id()).stream())
            .map(ZooEntry::family)
            .collect(Collectors.toSet());
    assertThat(verified).containsExactlyInAnyOrderElementsOf(Zoo.families());
  }

  @ParameterizedTest
  @MethodSource("stateDicts")
  void readsTheTensorsOfTheReference(StateDict expected) {
    ImageInput input =
        new ImageInput(
            expected.pixels, Preprocessing.IMAGENET_MEAN, Preprocessing.IMAGENET_DEVIATION);
    Graph graph = Architectures.named(expected.architecture).build(input, CLASSES);
    List<String> lines =
        graph.storedParameters().values().stream()
            .map(p -> p.name() + " " + Joiner.on('x').join(p.shape().sizes()))
            .sorted()
            .toList();
    long elements =
        graph.storedParameters().values().stream().mapToLong(p -> p.shape().elements()).sum();

    assertThat(lines).hasSize(expected.tensors);
    assertThat(elements).isEqualTo(expected.elements);
    assertThat(
            Hashing.sha256()
                .hashString(Joiner.on('\n').join(lines), StandardCharsets.UTF_8)
                .toString())
        .isEqualTo(expected.sha256);
  }
}
