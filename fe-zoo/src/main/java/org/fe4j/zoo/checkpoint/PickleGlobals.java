package org.fe4j.zoo.checkpoint;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import org.fe4j.zoo.checkpoint.PickleValue.Global;

/**
 * The names that a weight file may use, and what they stand for here. Nothing is ever looked up or
 * called; a name only selects how its arguments are read.
 */
final class PickleGlobals {

  /** What a call becomes. */
  enum Call {
    /** An ordered dict, empty or from a list of pairs. */
    DICT,
    /** A tuple from a tuple. */
    SIZE,
    /** A tensor from storage, offset, sizes, strides. */
    TENSOR,
    /** A parameter from a tensor. */
    PARAMETER,
    /** Something that stands beside the tensors; its arguments are dropped. */
    INERT
  }

  private static final ImmutableMap<String, Call> CALLS =
      ImmutableMap.<String, Call>builder()
          .put("collections.OrderedDict", Call.DICT)
          .put("torch.Size", Call.SIZE)
          .put("torch._utils._rebuild_tensor", Call.TENSOR)
          .put("torch._utils._rebuild_tensor_v2", Call.TENSOR)
          .put("torch._utils._rebuild_parameter", Call.PARAMETER)
          .put("torch._utils._rebuild_parameter_with_state", Call.PARAMETER)
          // Attributes of TorchScript modules.
          .put("torch.jit._pickle.build_intlist", Call.INERT)
          .put("torch.jit._pickle.build_doublelist", Call.INERT)
          .put("torch.jit._pickle.build_boollist", Call.INERT)
          .put("torch.jit._pickle.build_tensorlist", Call.INERT)
          .put("torch.jit._pickle.restore_type_tag", Call.INERT)
          // What training scripts put beside the model: settings, scores, dates, random state.
          .put("torch.device", Call.INERT)
          .put("collections.defaultdict", Call.INERT)
          .put("collections.Counter", Call.INERT)
          .put("collections.deque", Call.INERT)
          .put("builtins.set", Call.INERT)
          .put("__builtin__.set", Call.INERT)
          .put("builtins.frozenset", Call.INERT)
          .put("builtins.slice", Call.INERT)
          .put("builtins.complex", Call.INERT)
          .put("builtins.bytearray", Call.INERT)
          .put("copy_reg._reconstructor", Call.INERT)
          .put("copyreg._reconstructor", Call.INERT)
          .put("_codecs.encode", Call.INERT)
          .put("datetime.datetime", Call.INERT)
          .put("datetime.date", Call.INERT)
          .put("datetime.timedelta", Call.INERT)
          .put("decimal.Decimal", Call.INERT)
          .put("pathlib.PosixPath", Call.INERT)
          .put("pathlib.PurePosixPath", Call.INERT)
          .put("pathlib.WindowsPath", Call.INERT)
          .put("pathlib.PureWindowsPath", Call.INERT)
          .put("pathlib._local.PosixPath", Call.INERT)
          .put("numpy.dtype", Call.INERT)
          .put("numpy.ndarray", Call.INERT)
          .put("numpy.core.multiarray.scalar", Call.INERT)
          .put("numpy._core.multiarray.scalar", Call.INERT)
          .put("numpy.core.multiarray._reconstruct", Call.INERT)
          .put("numpy._core.multiarray._reconstruct", Call.INERT)
          .buildOrThrow();

  private static final ImmutableMap<String, ElementType> STORAGES =
      ImmutableMap.<String, ElementType>builder()
          .put("torch.DoubleStorage", ElementType.FLOAT64)
          .put("torch.FloatStorage", ElementType.FLOAT32)
          .put("torch.HalfStorage", ElementType.FLOAT16)
          .put("torch.BFloat16Storage", ElementType.BFLOAT16)
          .put("torch.LongStorage", ElementType.INT64)
          .put("torch.IntStorage", ElementType.INT32)
          .put("torch.ShortStorage", ElementType.INT16)
          .put("torch.CharStorage", ElementType.INT8)
          .put("torch.ByteStorage", ElementType.UINT8)
          .put("torch.BoolStorage", ElementType.BOOL)
          .buildOrThrow();

  /** Their classes are as telling as their functions: no training script leaves one behind. */
  private static final ImmutableSet<String> HOSTILE_MODULES =
      ImmutableSet.of(
          "builtins",
          "__builtin__",
          "commands",
          "ctypes",
          "importlib",
          "nt",
          "os",
          "posix",
          "pty",
          "runpy",
          "shutil",
          "socket",
          "subprocess",
          "sys",
          "webbrowser");

  private PickleGlobals() {}

  /** Returns whether a name may be called, as the machine understands calls. */
  static boolean callable(Global global) {
    return CALLS.containsKey(global.toString());
  }

  /** Returns what a call becomes; the name must be callable. */
  static Call call(Global global) {
    return CALLS.getOrDefault(global.toString(), Call.INERT);
  }

  /** Returns whether an object of this class may stand in the file as its name and attributes. */
  static boolean constructible(Global global) {
    int dot = global.module().indexOf('.');
    String root = dot < 0 ? global.module() : global.module().substring(0, dot);
    return callable(global) || !HOSTILE_MODULES.contains(root);
  }

  static boolean isStorage(Global global) {
    return STORAGES.containsKey(global.toString());
  }

  /** Returns the element type of a storage class; the name must be one. */
  static ElementType storageType(Global global) {
    return STORAGES.getOrDefault(global.toString(), ElementType.UINT8);
  }
}
