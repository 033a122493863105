package org.fe4j.zoo.checkpoint;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The checkpoint of every file format: layouts that a reader found, over a mapped file. {@link
 * #close} waits for reads under way and then unmaps; a later read throws {@link
 * IllegalStateException}.
 */
final class MappedCheckpoint implements Checkpoint {
  private final MappedFile file;
  private final ImmutableMap<String, TensorLayout> layouts;
  private final ImmutableMap<String, StoredTensor> tensors;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  /**
   * Takes over the file.
   *
   * @param layouts by name, in the file's order; every element lies within the file
   */
  MappedCheckpoint(MappedFile file, ImmutableMap<String, TensorLayout> layouts) {
    this.file = file;
    this.layouts = layouts;
    ImmutableMap.Builder<String, StoredTensor> described = ImmutableMap.builder();
    layouts.forEach((name, layout) -> described.put(name, layout.tensor()));
    this.tensors = described.buildOrThrow();
  }

  @Override
  public ImmutableMap<String, StoredTensor> tensors() {
    return tensors;
  }

  @Override
  public void read(String name, long begin, float[] target, int offset, int count) {
    TensorLayout layout = layouts.get(name);
    if (layout == null) {
      throw new IllegalArgumentException(
          "[" + file.path().getFileName() + "] has no tensor \"" + name + "\"");
    }
    if (begin < 0 || count < 0 || begin > layout.elements() - count) {
      throw new IllegalArgumentException(
          String.format(
              "[%s] %s has %d elements, not %d from element %d",
              file.path().getFileName(), name, layout.elements(), count, begin));
    }
    Objects.checkFromIndexSize(offset, count, target.length);
    lock.readLock().lock();
    try {
      Preconditions.checkState(!closed, "[%s] is closed", file.path().getFileName());
      if (layout.contiguous()) {
        readContiguous(layout, begin, target, offset, count);
      } else {
        readStrided(layout, begin, target, offset, count);
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  private void readContiguous(
      TensorLayout layout, long begin, float[] target, int offset, int count) {
    ElementType type = layout.tensor().type();
    int most = file.viewBytes() / type.bytes();
    for (int done = 0; done < count; ) {
      int step = Math.min(most, count - done);
      long position = layout.position() + (begin + done) * type.bytes();
      Elements.read(type, file.view(position, step * type.bytes()), target, offset + done, step);
      done += step;
    }
  }

  private void readStrided(TensorLayout layout, long begin, float[] target, int offset, int count) {
    if (count == 0) {
      return;
    }
    ElementType type = layout.tensor().type();
    List<Integer> sizes = layout.tensor().sizes();
    List<Long> strides = layout.strides();
    int[] index = new int[sizes.size()];
    long element = 0;
    long rest = begin;
    for (int axis = index.length - 1; axis >= 0; axis--) {
      index[axis] = (int) (rest % sizes.get(axis));
      rest /= sizes.get(axis);
      element += index[axis] * strides.get(axis);
    }
    int last = index.length - 1;
    int lastSize = sizes.get(last);
    long lastStride = strides.get(last);
    for (int done = 0; done < count; ) {
      int row = Math.min(count - done, lastSize - index[last]);
      for (int i = 0; i < row; i++) {
        long position = layout.position() + (element + i * lastStride) * type.bytes();
        target[offset + done + i] =
            Elements.read(type, file.segment(position), file.indexInSegment(position));
      }
      done += row;
      element -= index[last] * lastStride;
      index[last] = 0;
      for (int axis = last - 1; axis >= 0; axis--) {
        element += strides.get(axis);
        if (++index[axis] < sizes.get(axis)) {
          break;
        }
        element -= strides.get(axis) * sizes.get(axis);
        index[axis] = 0;
      }
    }
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        file.close();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
