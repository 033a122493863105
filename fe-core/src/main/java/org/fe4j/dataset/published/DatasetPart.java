package org.fe4j.dataset.published;

import com.google.common.collect.ImmutableList;

/** The parts that a publisher divided a data set into. */
public enum DatasetPart {
  /** The images to train on. */
  TRAIN("train"),
  /** The images to test on. */
  TEST("test"),
  /** Both, the images to train on first: cross-validation divides them anew. */
  JOINED("");

  private final String title;

  DatasetPart(String title) {
    this.title = title;
  }

  /** Returns how ids begin: {@code train}, {@code test}. */
  String title() {
    return title;
  }

  /** Returns a data set's name with the part's: {@code cifar10.train}, or {@code cifar10}. */
  String nameOf(String dataset) {
    return this == JOINED ? dataset : dataset + "." + title;
  }

  /** Returns what it is made of. */
  ImmutableList<DatasetPart> halves() {
    return this == JOINED ? ImmutableList.of(TRAIN, TEST) : ImmutableList.of(this);
  }
}
