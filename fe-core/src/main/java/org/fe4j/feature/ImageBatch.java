package org.fe4j.feature;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;

/**
 * The crops of up to a batch's worth of images, in a direct buffer that engines read without a
 * copy. Reused from batch to batch; the crops of images that could not be read hold whatever was
 * there.
 */
final class ImageBatch {
  final ByteBuffer pixels;
  final List<Future<Optional<IOException>>> images = new ArrayList<>();
  int firstIndex;

  ImageBatch(int bytes) {
    pixels = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  int size() {
    return images.size();
  }
}
