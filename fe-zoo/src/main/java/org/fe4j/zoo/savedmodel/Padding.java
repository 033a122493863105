package org.fe4j.zoo.savedmodel;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.fe4j.zoo.graph.Shape;
import org.fe4j.zoo.graph.Window;

/**
 * How TensorFlow is told of a window's padding: by name where it would choose the same counts
 * itself, since then more of its fast paths apply.
 *
 * @param name {@code VALID}, {@code SAME} or {@code EXPLICIT}
 * @param before rows above, columns to the left, channels
 * @param behind rows below, columns to the right, channels
 */
record Padding(String name, ImmutableList<Integer> before, ImmutableList<Integer> behind) {
  private static final ImmutableList<Integer> NONE = ImmutableList.of(0, 0, 0);

  /** No padding. */
  static final Padding VALID = new Padding("VALID", NONE, NONE);

  /** Returns the padding with which a map of a shape (C, H, W) becomes one of another shape. */
  static Padding of(Window window, Shape from, Shape to) {
    int height = behind(window, window.kernelHeight(), window.paddingHeight(), from, to, 1);
    int width = behind(window, window.kernelWidth(), window.paddingWidth(), from, to, 2);
    ImmutableList<Integer> before =
        ImmutableList.of(window.paddingHeight(), window.paddingWidth(), 0);
    ImmutableList<Integer> behind = ImmutableList.of(height, width, 0);
    if (before.equals(NONE) && behind.equals(NONE)) {
      return VALID;
    }
    // Where nothing is left out, TensorFlow halves what is missing, the larger half behind.
    boolean same =
        window.stride() == 1
            && from.size(1) == to.size(1)
            && from.size(2) == to.size(2)
            && before.equals(behind);
    return new Padding(same ? "SAME" : "EXPLICIT", before, behind);
  }

  /** Returns what the last window needs behind the map; nothing where it ends before. */
  private static int behind(Window window, int kernel, int before, Shape from, Shape to, int axis) {
    int end = (to.size(axis) - 1) * window.stride() + window.dilation() * (kernel - 1) + 1;
    return Math.max(0, end - before - from.size(axis));
  }

  /** Returns whether TensorFlow would not choose these counts itself. */
  boolean isExplicit() {
    return name.equals("EXPLICIT");
  }

  /** Returns whether a whole window fits into the padding on one side. */
  boolean holdsWindows(Window window) {
    int height = window.dilation() * (window.kernelHeight() - 1) + 1;
    int width = window.dilation() * (window.kernelWidth() - 1) + 1;
    return Math.max(before.get(0), behind.get(0)) >= height
        || Math.max(before.get(1), behind.get(1)) >= width;
  }

  /** Returns the counts as an attribute: none unless they are explicit. */
  List<Integer> explicit() {
    return isExplicit()
        ? List.of(0, 0, before.get(0), behind.get(0), before.get(1), behind.get(1), 0, 0)
        : List.of();
  }

  /** Returns whether there is any. */
  boolean isAny() {
    return !before.equals(NONE) || !behind.equals(NONE);
  }
}
