package org.fe4j.summary;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.image.RgbImage;

/** A data set in memory, to which a test adds images; their class is what is before the slash. */
final class MemoryDataset implements ImageDataset {
  private final String name;
  private final Set<String> classNames = new LinkedHashSet<>();
  private final List<String> ids = new ArrayList<>();
  private final List<byte[]> files = new ArrayList<>();

  /** What a file that is not there holds. */
  private static final byte[] MISSING = {};

  MemoryDataset(String name, String... classNames) {
    this.name = name;
    this.classNames.addAll(List.of(classNames));
  }

  MemoryDataset add(String id, byte[] file) {
    classNames.add(classOf(id));
    ids.add(id);
    files.add(file);
    return this;
  }

  MemoryDataset add(String id, RgbImage image) {
    return add(id, Pictures.png(image));
  }

  MemoryDataset addMissing(String id) {
    return add(id, MISSING);
  }

  /** Lets a file vanish. */
  void remove(int index) {
    files.set(index, MISSING);
  }

  private static String classOf(String id) {
    return id.substring(0, id.indexOf('/'));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int size() {
    return ids.size();
  }

  @Override
  public ImmutableList<String> classNames() {
    return ImmutableList.copyOf(classNames);
  }

  @Override
  public int label(int index) {
    return classNames().indexOf(classOf(ids.get(index)));
  }

  @Override
  public String id(int index) {
    return ids.get(index);
  }

  @Override
  public byte[] bytes(int index) throws IOException {
    if (files.get(index) == MISSING) {
      throw new NoSuchFileException(ids.get(index));
    }
    return files.get(index);
  }
}
