package org.fe4j.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OfflineModeTest {
  private final Map<String, String> properties = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();

  private OfflineMode mode() {
    return OfflineMode.of(properties::get, environment::get);
  }

  @Test
  void isOffUnlessSomebodySaysSo() {
    assertThat(mode()).isEqualTo(OfflineMode.OFF);
    environment.put("FE4J_OFFLINE", "");
    properties.put("fe4j.offline", "");
    assertThat(mode()).isEqualTo(OfflineMode.OFF);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "true", "yes", "TRUE", "Yes"})
  void isOnByTheEnvironmentOrTheProperty(String value) {
    environment.put("FE4J_OFFLINE", value);
    assertThat(mode().isOn()).isTrue();
    assertThat(mode().reason()).isEqualTo("the environment variable FE4J_OFFLINE is " + value);
    environment.clear();
    properties.put("fe4j.offline", value);
    assertThat(mode().reason()).isEqualTo("the system property fe4j.offline is " + value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "false", "no", "False"})
  void thePropertyGoesOnlineWhateverTheEnvironmentSays(String value) {
    environment.put("FE4J_OFFLINE", "1");
    environment.put("DJL_OFFLINE", "true");
    properties.put("fe4j.offline", value);
    assertThat(mode()).isEqualTo(OfflineMode.OFF);
  }

  @Test
  void isOnWhereDjlIs() {
    properties.put("ai.djl.offline", "true");
    assertThat(mode().reason()).isEqualTo("the system property ai.djl.offline is true");
    environment.put("DJL_OFFLINE", "false");
    assertThat(mode()).isEqualTo(OfflineMode.OFF);
    environment.put("DJL_OFFLINE", "true");
    assertThat(mode().reason()).isEqualTo("the environment variable DJL_OFFLINE is true");
    environment.put("FE4J_OFFLINE", "0");
    assertThat(mode()).isEqualTo(OfflineMode.OFF);
  }

  @Test
  void refusesAWordThatItDoesNotKnow() {
    environment.put("FE4J_OFFLINE", "ja");
    assertThatThrownBy(this::mode)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the environment variable FE4J_OFFLINE must be 1, true or yes, or 0, false or no, but"
                + " found \"ja\"");
  }
}
