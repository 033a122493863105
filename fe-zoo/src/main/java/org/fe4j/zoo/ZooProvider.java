package org.fe4j.zoo;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.Optional;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.BackboneProvider;

/** Makes the catalogue's backbones known to {@code Backbones.named}. */
public final class ZooProvider implements BackboneProvider {

  /** Creates the provider; the service loader does this. */
  public ZooProvider() {}

  @Override
  public ImmutableList<String> names() {
    return Zoo.names();
  }

  @Override
  public Optional<Backbone> find(String name) {
    return Zoo.find(name).map(entry -> ArchitectureBackbone.of(entry, Optional.empty()));
  }

  @Override
  public Optional<Backbone> find(String name, Path weights) {
    return Zoo.find(name).map(entry -> ArchitectureBackbone.of(entry, Optional.of(weights)));
  }
}
