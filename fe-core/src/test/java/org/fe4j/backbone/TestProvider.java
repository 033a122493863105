package org.fe4j.backbone;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.Optional;

/** Knows two names; found by the service loader in the tests of this module. */
public final class TestProvider implements BackboneProvider {
  @Override
  public ImmutableList<String> names() {
    return ImmutableList.of("resnet50.imagenet1k_v1", "alexnet.imagenet1k_v1");
  }

  @Override
  public Optional<Backbone> find(String name) {
    return find(name, Path.of("published.pt"));
  }

  @Override
  public Optional<Backbone> find(String name, Path weights) {
    return names().stream()
        .filter(full -> full.equals(name) || full.startsWith(name + "."))
        .findFirst()
        .map(full -> CustomBackbone.builder(full, weights, 224, 10).build());
  }
}
