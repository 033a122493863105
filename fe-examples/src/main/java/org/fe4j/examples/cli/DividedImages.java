package org.fe4j.examples.cli;

import java.util.Optional;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.validation.PredefinedFolds;
import org.fe4j.validation.SplitDataset;

/**
 * Images, and how they were divided before, if they were.
 *
 * @param images all of them
 * @param given the one fold that their parts are
 */
record DividedImages(ImageDataset images, Optional<PredefinedFolds> given) {

  static DividedImages whole(ImageDataset images) {
    return new DividedImages(images, Optional.empty());
  }

  static DividedImages of(SplitDataset images) {
    return new DividedImages(images, Optional.of(images.splitter()));
  }
}
