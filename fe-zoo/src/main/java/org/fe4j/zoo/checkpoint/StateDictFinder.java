package org.fe4j.zoo.checkpoint;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fe4j.zoo.checkpoint.PickleValue.Dict;
import org.fe4j.zoo.checkpoint.PickleValue.Instance;
import org.fe4j.zoo.checkpoint.PickleValue.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Finds the state dict in what a pickle describes: the object itself, a dict in it, or the tree of
 * modules of a TorchScript archive.
 */
final class StateDictFinder {
  /** Deeper than any module tree; bounds the recursion. */
  private static final int MAXIMUM_DEPTH = 100;

  /** Bounds time where objects are shared: as many steps as the pickle may have values. */
  private static final int MAXIMUM_STEPS = PickleMachine.MAXIMUM_VALUES;

  /** What training scripts call the model's dict, the likelier first. */
  private static final ImmutableList<String> WRAPPERS =
      ImmutableList.of(
          "state_dict",
          "model_state_dict",
          "model_state",
          "model",
          "module",
          "net",
          "network",
          "weights",
          "params",
          "teacher",
          "student",
          "state_dict_ema",
          "model_ema");

  private final MappedFile file;
  private int steps;

  StateDictFinder(MappedFile file) {
    this.file = file;
  }

  /** Returns the tensors of the state dict, by name, in the file's order. */
  Map<String, Tensor> find(PickleValue root) throws MalformedWeightsException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    if (root instanceof Instance module && isTorchScript(module)) {
      collect(module, "", 0, tensors);
    } else if (root instanceof Instance object) {
      throw new MalformedWeightsException(
          file.path(),
          "holds an object of class "
              + object.type()
              + ", not its tensors. In PyTorch, save model.state_dict() instead of the model.");
    } else if (root instanceof Dict dict) {
      collect(stateDict(dict), tensors);
    }
    if (tensors.isEmpty()) {
      throw new MalformedWeightsException(
          file.path(), "holds no state dict: no dict with names of tensors was found in it.");
    }
    return tensors;
  }

  private Dict stateDict(Dict root) throws MalformedWeightsException {
    Dict dict = root;
    for (int depth = 0; depth < MAXIMUM_DEPTH; depth++) {
      Dict inner = wrapped(dict);
      if (inner == null) {
        return dict;
      }
      dict = inner;
    }
    throw tooDeep();
  }

  private @Nullable Dict wrapped(Dict dict) throws MalformedWeightsException {
    for (String wrapper : WRAPPERS) {
      if (dict.entries().get(wrapper) instanceof Dict inner && leadsToTensors(inner, 0)) {
        return inner;
      }
    }
    if (hasTensors(dict)) {
      return null;
    }
    List<String> names = new ArrayList<>();
    Dict found = null;
    for (Map.Entry<String, PickleValue> entry : dict.entries().entrySet()) {
      if (entry.getValue() instanceof Dict inner && leadsToTensors(inner, 0)) {
        names.add(entry.getKey());
        found = inner;
      }
    }
    if (names.size() > 1) {
      throw new MalformedWeightsException(
          file.path(),
          "several of its dicts hold tensors, and none is called state_dict or model: "
              + names.subList(0, Math.min(10, names.size()))
              + ". In PyTorch, save the one that is wanted.");
    }
    return found;
  }

  private static boolean hasTensors(Dict dict) {
    return dict.entries().values().stream().anyMatch(Tensor.class::isInstance);
  }

  private boolean leadsToTensors(Dict dict, int depth) throws MalformedWeightsException {
    step(depth);
    if (hasTensors(dict)) {
      return true;
    }
    for (PickleValue value : dict.entries().values()) {
      if (value instanceof Dict inner && leadsToTensors(inner, depth + 1)) {
        return true;
      }
    }
    return false;
  }

  private static void collect(Dict dict, Map<String, Tensor> tensors) {
    for (Map.Entry<String, PickleValue> entry : dict.entries().entrySet()) {
      if (entry.getValue() instanceof Tensor tensor) {
        tensors.put(entry.getKey(), tensor);
      }
    }
  }

  /** Names are paths of attributes, {@code visual.conv1.weight}, as in the module's state dict. */
  private void collect(Instance module, String path, int depth, Map<String, Tensor> tensors)
      throws MalformedWeightsException {
    step(depth);
    for (Map.Entry<String, PickleValue> entry : module.attributes().entries().entrySet()) {
      String name = path + entry.getKey();
      if (entry.getValue() instanceof Tensor tensor) {
        step(depth);
        if (tensors.put(name, tensor) != null) {
          throw new MalformedWeightsException(
              file.path(), "two tensors of its modules are called " + name);
        }
      } else if (entry.getValue() instanceof Instance child && isTorchScript(child)) {
        collect(child, name + ".", depth + 1, tensors);
      }
    }
  }

  private static boolean isTorchScript(Instance instance) {
    String module = instance.type().module();
    return module.equals("__torch__") || module.startsWith("__torch__.");
  }

  private void step(int depth) throws MalformedWeightsException {
    if (depth > MAXIMUM_DEPTH || ++steps > MAXIMUM_STEPS) {
      throw tooDeep();
    }
  }

  private MalformedWeightsException tooDeep() {
    return new MalformedWeightsException(
        file.path(),
        "its objects are nested deeper than "
            + MAXIMUM_DEPTH
            + " or contain each other. Save the state dict alone, in PyTorch.");
  }
}
