package org.fe4j.feature;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.image.UnreadableImageException;

/**
 * The images of one run that could not be read, and what becomes of the run. Not safe for
 * concurrent use; confine an instance to one thread.
 */
final class UnreadableImages {
  private static final int NAMED = 10;

  private final ImageDataset dataset;
  private final UnreadableImagePolicy policy;
  private final double allowedShare;
  private final Optional<Quarantine> quarantine;
  private final List<SkippedImage> skipped = new ArrayList<>();

  UnreadableImages(
      ImageDataset dataset,
      UnreadableImagePolicy policy,
      double allowedShare,
      Optional<Quarantine> quarantine) {
    this.dataset = dataset;
    this.policy = policy;
    this.allowedShare = allowedShare;
    this.quarantine = quarantine;
  }

  /**
   * Takes an image that could not be read.
   *
   * @throws IOException if the policy is to fail, or if that makes more than are allowed
   */
  void add(int index, IOException failure) throws IOException {
    String reason = reason(failure);
    if (policy == UnreadableImagePolicy.FAIL) {
      throw failure instanceof UnreadableImageException
          ? failure
          : new IOException(
              "[%s] cannot be read: %s".formatted(dataset.id(index), reason), failure);
    }
    skipped.add(new SkippedImage(index, dataset.id(index), reason));
    if (policy == UnreadableImagePolicy.QUARANTINE && quarantine.isPresent()) {
      quarantine.get().add(dataset, index, reason);
    }
    if (UnreadableImagePolicy.tooMany(skipped.size(), dataset.size(), allowedShare)) {
      throw new IOException(tooMany());
    }
  }

  private static String reason(IOException failure) {
    String message = failure.getMessage();
    String kind = failure.getClass().getSimpleName();
    if (message == null) {
      return kind;
    }
    // The JDK's messages of a file are a path and, at times, a reason.
    return failure instanceof FileSystemException ? kind + " " + message : message;
  }

  private String tooMany() {
    StringBuilder message =
        new StringBuilder(
            "[%s] %d of %d images cannot be read so far, more than the %s that may be:"
                .formatted(dataset.name(), skipped.size(), dataset.size(), percent(allowedShare)));
    for (SkippedImage image : skipped.subList(0, Math.min(NAMED, skipped.size()))) {
      message.append("\n  ").append(image.id()).append(": ").append(image.reason());
    }
    if (skipped.size() > NAMED) {
      message.append("\n  and ").append(skipped.size() - NAMED).append(" more");
    }
    return message
        .append("\nMend or remove them, or allow more with allowUnreadable(share).")
        .toString();
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.4g", 100 * share).replaceFirst("\\.?0+$", "") + " %";
  }

  ImmutableList<SkippedImage> all() {
    return ImmutableList.copyOf(skipped);
  }
}
