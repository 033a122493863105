package org.fe4j.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheDirectoryTest {
  private final Map<String, String> properties = new HashMap<>(Map.of("user.home", "/home/ada"));
  private final Map<String, String> environment = new HashMap<>();

  @Test
  void lastComesTheHomeDirectory() {
    assertThat(root()).isEqualTo(Path.of("/home/ada/.cache/fe4j"));
  }

  @Test
  void eachSettingGoesBeforeTheNext() {
    environment.put("XDG_CACHE_HOME", "/xdg");
    assertThat(root()).isEqualTo(Path.of("/xdg/fe4j"));
    environment.put("FE4J_CACHE", "/env");
    assertThat(root()).isEqualTo(Path.of("/env"));
    properties.put("fe4j.cache", "/property");
    assertThat(root()).isEqualTo(Path.of("/property"));
  }

  @Test
  void emptySettingsAndRelativeXdgPathsAreNone() {
    environment.put("XDG_CACHE_HOME", "relative");
    environment.put("FE4J_CACHE", "");
    properties.put("fe4j.cache", "");
    assertThat(root()).isEqualTo(Path.of("/home/ada/.cache/fe4j"));
  }

  private Path root() {
    return CacheDirectory.root(properties::get, environment::get);
  }
}
