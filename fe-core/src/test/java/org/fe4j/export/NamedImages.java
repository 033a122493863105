package org.fe4j.export;

import com.google.common.collect.ImmutableList;
import org.fe4j.dataset.ImageDataset;

/** A data set whose names are what writers stumble over; it has no pictures. */
final class NamedImages implements ImageDataset {
  /** Class names and, as paths, ids. */
  static final ImmutableList<String> NAMES =
      ImmutableList.of(
          "plain",
          "two words",
          "it's",
          "a \"quote\"",
          "a,comma",
          "{braces}",
          "100%",
          "back\\slash",
          "\\n",
          "Ägäis \u5ca9\u77f3 \ud83e\udea8",
          "",
          "?",
          "@data",
          "%comment",
          "tab\tand\nline\r\nends",
          " spaces around ",
          "'",
          "\\",
          "control \u0001 \u001e",
          "null",
          "-1.5");

  @Override
  public String name() {
    return "rocks, \"mine\" & 'yours'";
  }

  @Override
  public int size() {
    return NAMES.size();
  }

  @Override
  public ImmutableList<String> classNames() {
    return NAMES;
  }

  @Override
  public int label(int index) {
    return NAMES.size() - 1 - index;
  }

  @Override
  public String id(int index) {
    return NAMES.get(index);
  }

  @Override
  public byte[] bytes(int index) {
    throw new UnsupportedOperationException("no picture");
  }
}
