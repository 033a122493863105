package org.fe4j.dataset.published;

import java.nio.file.Path;

/**
 * A picture of Stanford Cars.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param part which it belongs to
 * @param file where it is
 * @param annotation what it shows
 */
record CarPicture(DatasetPart part, Path file, CarAnnotation annotation) {

  String id() {
    return part.title() + "/" + annotation.fileName();
  }
}
