package org.fe4j.zoo;

import com.google.common.collect.ImmutableMap;
import java.util.function.UnaryOperator;
import org.fe4j.zoo.checkpoint.Checkpoint;
import org.fe4j.zoo.checkpoint.StoredTensor;

/** A checkpoint whose tensors go by the graph's names instead of the file's. */
final class RenamedCheckpoint implements Checkpoint {
  private final Checkpoint file;
  private final ImmutableMap<String, StoredTensor> tensors;
  private final ImmutableMap<String, String> namesInFile;

  RenamedCheckpoint(Checkpoint file, UnaryOperator<String> parameterName) {
    this.file = file;
    ImmutableMap.Builder<String, StoredTensor> renamed = ImmutableMap.builder();
    ImmutableMap.Builder<String, String> names = ImmutableMap.builder();
    for (StoredTensor tensor : file.tensors().values()) {
      String name = parameterName.apply(tensor.name());
      renamed.put(name, new StoredTensor(name, tensor.type(), tensor.sizes()));
      names.put(name, tensor.name());
    }
    this.tensors = renamed.buildOrThrow();
    this.namesInFile = names.buildOrThrow();
  }

  @Override
  public ImmutableMap<String, StoredTensor> tensors() {
    return tensors;
  }

  @Override
  public void read(String name, long begin, float[] target, int offset, int count) {
    String nameInFile = namesInFile.get(name);
    if (nameInFile == null) {
      throw new IllegalArgumentException("No tensor \"" + name + "\"");
    }
    file.read(nameInFile, begin, target, offset, count);
  }

  @Override
  public void close() {
    file.close();
  }
}
