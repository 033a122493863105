package org.fe4j.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class PreprocessorTest {

  static List<Arguments> transforms() throws IOException {
    List<Arguments> rows = new ArrayList<>();
    for (Named<ImageFixture> fixture : ImageFixture.all()) {
      fixture
          .getPayload()
          .transforms()
          .forEach((name, transform) -> rows.add(Arguments.of(fixture, Named.of(name, transform))));
    }
    return rows;
  }

  @ParameterizedTest
  @MethodSource("transforms")
  void equalsTorchvisionToTheByte(ImageFixture fixture, ImageFixture.Transform transform)
      throws IOException {
    byte[] crop = Preprocessor.of(transform.preprocessing()).apply(fixture.decodedByPillow());

    assertThat(ImageFixture.sha256(crop)).isEqualTo(transform.sha256());
  }
}
