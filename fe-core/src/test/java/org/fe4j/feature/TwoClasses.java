package org.fe4j.feature;

import com.google.common.collect.ImmutableList;
import org.fe4j.dataset.ImageDataset;

/** Images of tests that are not about classes: even and odd ones. */
interface TwoClasses extends ImageDataset {

  @Override
  default String name() {
    return "generated";
  }

  @Override
  default ImmutableList<String> classNames() {
    return ImmutableList.of("even", "odd");
  }

  @Override
  default int label(int index) {
    return index % 2;
  }
}
