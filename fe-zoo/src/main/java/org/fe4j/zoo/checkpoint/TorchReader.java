package org.fe4j.zoo.checkpoint;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fe4j.zoo.checkpoint.PickleValue.Dict;
import org.fe4j.zoo.checkpoint.PickleValue.Flag;
import org.fe4j.zoo.checkpoint.PickleValue.Items;
import org.fe4j.zoo.checkpoint.PickleValue.Storage;
import org.fe4j.zoo.checkpoint.PickleValue.Tensor;
import org.fe4j.zoo.checkpoint.PickleValue.Text;
import org.fe4j.zoo.checkpoint.PickleValue.Tuple;
import org.fe4j.zoo.checkpoint.PickleValue.Whole;

/**
 * Reads what {@code torch.save} and {@code torch.jit.save} write.
 *
 * <table>
 * <caption>Zip archive, since PyTorch 1.6, and TorchScript; entries below one folder</caption>
 * <tr><th>entry</th><th>content</th></tr>
 * <tr><td>{@code data.pkl}</td><td>the object: a pickle whose tensors refer to storages by persistent
 * ids {@code ("storage", torch.FloatStorage, "0", "cpu", elements)}</td></tr>
 * <tr><td>{@code data/0}, …</td><td>storages: raw elements</td></tr>
 * <tr><td>{@code byteorder}</td><td>{@code little}, where present</td></tr>
 * <tr><td>{@code code/…}, {@code constants.pkl}, {@code version}, …</td><td>not read</td></tr>
 * </table>
 *
 * <table>
 * <caption>Legacy file, before PyTorch 1.6: one after another</caption>
 * <tr><th>part</th><th>content</th></tr>
 * <tr><td>pickle</td><td>the magic number 0x1950a86a20f9469cfc6c</td></tr>
 * <tr><td>pickle</td><td>the protocol version, 1001</td></tr>
 * <tr><td>pickle</td><td>a dict with {@code little_endian}</td></tr>
 * <tr><td>pickle</td><td>the object</td></tr>
 * <tr><td>pickle</td><td>the list of storage keys</td></tr>
 * <tr><td>for each key</td><td>8 bytes: number of elements; then the elements</td></tr>
 * </table>
 *
 * See {@code torch/serialization.py}.
 */
final class TorchReader {
  private static final long LEGACY_PROTOCOL = 1001;
  private static final String DAMAGED = ". The file is damaged: download it again.";

  private final MappedFile file;

  private TorchReader(MappedFile file) {
    this.file = file;
  }

  static ImmutableMap<String, TensorLayout> readZip(MappedFile file)
      throws MalformedWeightsException {
    return new TorchReader(file).zip();
  }

  static ImmutableMap<String, TensorLayout> readLegacy(MappedFile file)
      throws MalformedWeightsException {
    return new TorchReader(file).legacy();
  }

  private ImmutableMap<String, TensorLayout> zip() throws MalformedWeightsException {
    ZipDirectory directory = ZipDirectory.read(file);
    String folder = folder(directory);
    if (directory.contains(folder + "byteorder")) {
      ZipDirectory.Range order = directory.range(folder + "byteorder");
      if (order.bytes() == 0 || file.unsignedByte(order.begin()) != 'l') {
        throw file.malformed(
            order.begin(),
            "byteorder",
            "only little-endian files can be read: save it again on a little-endian machine");
      }
    }
    ZipDirectory.Range pickle =
        directory.verifiedRange(folder + "data.pkl", PickleMachine.MAXIMUM_BYTES);
    PickleValue root =
        new PickleMachine(file, pickle.begin(), pickle.begin() + pickle.bytes()).run();
    Map<String, Tensor> tensors = new StateDictFinder(file).find(root);
    Map<String, Long> begins = new HashMap<>();
    for (Tensor tensor : tensors.values()) {
      Storage storage = tensor.storage();
      if (!begins.containsKey(storage.key())) {
        begins.put(storage.key(), directory.range(folder + "data/" + storage.key()).begin());
      }
      checkStorage(tensor, directory.range(folder + "data/" + storage.key()).bytes());
    }
    return layouts(tensors, begins);
  }

  /** Returns the one folder that holds {@code data.pkl}, with its slash. */
  private String folder(ZipDirectory directory) throws MalformedWeightsException {
    List<String> folders = new ArrayList<>();
    for (String name : directory.names()) {
      if (name.endsWith("/data.pkl") && name.indexOf('/') == name.length() - "/data.pkl".length()) {
        folders.add(name.substring(0, name.length() - "data.pkl".length()));
      }
    }
    if (folders.size() != 1) {
      throw new MalformedWeightsException(
          file.path(),
          "a zip archive with "
              + folders.size()
              + " entries FOLDER/data.pkl, where PyTorch's files have one. Is it another kind of"
              + " file?");
    }
    return folders.get(0);
  }

  private ImmutableMap<String, TensorLayout> legacy() throws MalformedWeightsException {
    PickleMachine magic = new PickleMachine(file, 0, file.size());
    magic.run();
    PickleMachine version = new PickleMachine(file, magic.position(), file.size());
    if (!(version.run() instanceof Whole protocol) || protocol.value() != LEGACY_PROTOCOL) {
      throw file.malformed(
          magic.position(), "protocol version", "must be " + LEGACY_PROTOCOL + DAMAGED);
    }
    PickleMachine system = new PickleMachine(file, version.position(), file.size());
    if (!(system.run() instanceof Dict facts)
        || !(facts.entries().get("little_endian") instanceof Flag little)
        || !little.value()) {
      throw file.malformed(
          version.position(),
          "little_endian",
          "must be True: save the file again on a little-endian machine");
    }
    PickleMachine object = new PickleMachine(file, system.position(), file.size());
    PickleValue root = object.run();
    Map<String, Tensor> tensors = new StateDictFinder(file).find(root);
    PickleMachine keys = new PickleMachine(file, object.position(), file.size());
    if (!(keys.run() instanceof Items list)) {
      throw file.malformed(object.position(), "storage keys", "must be a list" + DAMAGED);
    }
    return layouts(tensors, legacyStorages(object.storages(), list, keys.position()));
  }

  private Map<String, Long> legacyStorages(Map<String, Storage> storages, Items keys, long begin)
      throws MalformedWeightsException {
    Map<String, Long> begins = new HashMap<>();
    long position = begin;
    for (PickleValue key : keys.items()) {
      Storage storage = key instanceof Text text ? storages.get(text.text()) : null;
      if (storage == null) {
        throw file.malformed(begin, "storage keys", "no tensor uses one of them" + DAMAGED);
      }
      if (file.size() - position < Long.BYTES) {
        throw truncated(position, storage);
      }
      long elements = file.int64(position);
      position += Long.BYTES;
      if (elements != storage.elements()) {
        throw file.malformed(
            position - Long.BYTES,
            "storage " + storage.key(),
            "has " + elements + " elements, but its tensors say " + storage.elements() + DAMAGED);
      }
      if (elements < 0 || elements > (file.size() - position) / storage.type().bytes()) {
        throw truncated(position, storage);
      }
      begins.put(storage.key(), position);
      position += elements * storage.type().bytes();
    }
    return begins;
  }

  private MalformedWeightsException truncated(long position, Storage storage) {
    return file.malformed(
        position,
        "storage " + storage.key(),
        String.format(
            "%d elements of %s reach beyond the file's %d bytes. "
                + "The file is truncated: download it again.",
            storage.elements(), storage.type(), file.size()));
  }

  private void checkStorage(Tensor tensor, long bytes) throws MalformedWeightsException {
    Storage storage = tensor.storage();
    if (storage.elements() < 0 || storage.elements() > bytes / storage.type().bytes()) {
      throw file.malformed(
          tensor.statedAt(),
          "storage " + storage.key(),
          String.format(
              "%d elements of %s do not fit its %d bytes%s",
              storage.elements(), storage.type(), bytes, DAMAGED));
    }
  }

  private ImmutableMap<String, TensorLayout> layouts(
      Map<String, Tensor> tensors, Map<String, Long> begins) throws MalformedWeightsException {
    if (tensors.size() > SafetensorsReader.MAXIMUM_TENSORS) {
      throw new MalformedWeightsException(
          file.path(),
          tensors.size()
              + " tensors, but at most "
              + SafetensorsReader.MAXIMUM_TENSORS
              + " are allowed");
    }
    ImmutableMap.Builder<String, TensorLayout> layouts = ImmutableMap.builder();
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Tensor tensor = entry.getValue();
      Long begin = begins.get(tensor.storage().key());
      if (begin == null) {
        throw file.malformed(
            tensor.statedAt(),
            entry.getKey(),
            "its storage " + tensor.storage().key() + " is not in the file" + DAMAGED);
      }
      layouts.put(entry.getKey(), layout(entry.getKey(), tensor, begin));
    }
    return layouts.buildOrThrow();
  }

  /** Checks that every element of the view lies within its storage. */
  private TensorLayout layout(String name, Tensor tensor, long storageBegin)
      throws MalformedWeightsException {
    ImmutableList.Builder<Integer> sizes = ImmutableList.builder();
    for (long size : numbers(name, "size", tensor, tensor.sizes())) {
      if (size > Integer.MAX_VALUE) {
        throw file.malformed(tensor.statedAt(), name, "the size " + size + " is beyond 2^31 - 1");
      }
      sizes.add((int) size);
    }
    Storage storage = tensor.storage();
    StoredTensor stored = new StoredTensor(name, storage.type(), sizes.build());
    List<Long> strides = numbers(name, "stride", tensor, tensor.strides());
    if (strides.size() != stored.sizes().size()) {
      throw file.malformed(
          tensor.statedAt(), name, "sizes " + stored.sizes() + " but strides " + strides);
    }
    try {
      long first = Math.addExact(tensor.offset(), storage.viewBegin());
      long end = stored.elements() == 0 ? first : Math.addExact(first, 1);
      for (int axis = 0; axis < strides.size() && stored.elements() > 0; axis++) {
        end =
            Math.addExact(
                end, Math.multiplyExact(stored.sizes().get(axis) - 1L, (long) strides.get(axis)));
      }
      if (tensor.offset() < 0 || storage.viewBegin() < 0 || end > storage.elements()) {
        throw file.malformed(
            tensor.statedAt(),
            name,
            String.format(
                "elements [%d, %d) of a storage of %d%s", first, end, storage.elements(), DAMAGED));
      }
      return TensorLayout.strided(stored, storageBegin + first * storage.type().bytes(), strides);
    } catch (ArithmeticException e) {
      throw file.malformed(
          tensor.statedAt(), name, "too large: " + stored.sizes() + ", strides " + strides);
    }
  }

  private List<Long> numbers(String name, String field, Tensor tensor, Tuple tuple)
      throws MalformedWeightsException {
    if (tuple.items().size() > StoredTensor.MAXIMUM_RANK) {
      throw file.malformed(
          tensor.statedAt(), name, "more than " + StoredTensor.MAXIMUM_RANK + " dimensions");
    }
    List<Long> numbers = new ArrayList<>();
    for (PickleValue item : tuple.items()) {
      if (!(item instanceof Whole number) || number.value() < 0) {
        throw file.malformed(tensor.statedAt(), name, field + " must hold integers from 0");
      }
      numbers.add(number.value());
    }
    return numbers;
  }
}
