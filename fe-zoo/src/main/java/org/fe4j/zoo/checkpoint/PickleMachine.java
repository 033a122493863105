package org.fe4j.zoo.checkpoint;

import com.google.common.collect.ImmutableMap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fe4j.zoo.checkpoint.PickleValue.Dict;
import org.fe4j.zoo.checkpoint.PickleValue.Flag;
import org.fe4j.zoo.checkpoint.PickleValue.Global;
import org.fe4j.zoo.checkpoint.PickleValue.Inert;
import org.fe4j.zoo.checkpoint.PickleValue.Instance;
import org.fe4j.zoo.checkpoint.PickleValue.Items;
import org.fe4j.zoo.checkpoint.PickleValue.Storage;
import org.fe4j.zoo.checkpoint.PickleValue.Tensor;
import org.fe4j.zoo.checkpoint.PickleValue.Text;
import org.fe4j.zoo.checkpoint.PickleValue.Tuple;
import org.fe4j.zoo.checkpoint.PickleValue.Whole;

/**
 * Follows a pickle's instructions, protocols 2 to 5, and returns what it describes. A pickle is a
 * program that may name any function of Python's; this machine has none. It moves {@link
 * PickleValue}s on a stack, understands the names in {@link PickleGlobals}, and refuses every other
 * call by its name.
 *
 * <p>Instructions are single bytes with arguments as in Python's {@code pickletools}; their names
 * here are the ones there. Integers are little-endian, except the big-endian {@code BINFLOAT}.
 */
final class PickleMachine {
  /** Bounds time and text; the pickle of the largest public backbone has under 1 MB. */
  static final long MAXIMUM_BYTES = 64L << 20;

  /** Bounds heap: values made, stacked or remembered. A large training checkpoint has 100,000. */
  static final int MAXIMUM_VALUES = 1_000_000;

  /** A longer text is no name, and dropped. */
  private static final int MAXIMUM_NAME_BYTES = 1 << 16;

  private static final String WHAT_TO_DO =
      "A weight file needs no such thing: do not trust it, or save it again from PyTorch with"
          + " torch.save(model.state_dict(), path).";

  private static final ImmutableMap<Integer, String> REFUSED =
      ImmutableMap.<Integer, String>builder()
          .put((int) 'F', "FLOAT")
          .put((int) 'I', "INT")
          .put((int) 'L', "LONG")
          .put((int) 'P', "PERSID")
          .put((int) 'S', "STRING")
          .put((int) 'V', "UNICODE")
          .put((int) 'g', "GET")
          .put((int) 'i', "INST")
          .put((int) 'o', "OBJ")
          .put((int) 'p', "PUT")
          .put(0x82, "EXT1")
          .put(0x83, "EXT2")
          .put(0x84, "EXT4")
          .put(0x97, "NEXT_BUFFER")
          .put(0x98, "READONLY_BUFFER")
          .buildOrThrow();

  private final MappedFile file;
  private final long end;
  private long position;
  private long instruction;
  private int valuesMade;
  private final List<PickleValue> stack = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>();
  private final Map<Long, PickleValue> memo = new HashMap<>();
  private final Map<String, Storage> storages = new HashMap<>();

  /** Prepares to follow the pickle that begins at a byte of the file and ends before another. */
  PickleMachine(MappedFile file, long begin, long end) {
    this.file = file;
    this.position = begin;
    this.end = Math.min(end, begin + MAXIMUM_BYTES);
  }

  /** Returns the byte after the last instruction followed. */
  long position() {
    return position;
  }

  /** Returns the storages that the pickle mentioned, by key. */
  Map<String, Storage> storages() {
    return storages;
  }

  /** Follows the pickle to its end and returns the object on top. */
  PickleValue run() throws MalformedWeightsException {
    while (true) {
      instruction = position;
      int opcode = unsignedByte();
      if (opcode == '.') {
        return pop();
      }
      if (!data(opcode) && !collection(opcode) && !object(opcode)) {
        throw refused(opcode);
      }
    }
  }

  private MalformedWeightsException refused(int opcode) {
    String name = REFUSED.get(opcode);
    if (name == null) {
      return malformed(
          String.format(
              "0x%02x is no instruction. The file is damaged: download it again.", opcode));
    }
    return malformed("the instruction " + name + " is refused. " + WHAT_TO_DO);
  }

  /** Instructions that push a value without parts, or move one. */
  private boolean data(int opcode) throws MalformedWeightsException {
    switch (opcode) {
      case 0x80 -> protocol();
      case 0x95 -> take(8); // FRAME: its length says nothing that the instructions do not
      case 'N', 0x8f -> push(Inert.VALUE); // NONE, EMPTY_SET
      case 0x88 -> push(new Flag(true));
      case 0x89 -> push(new Flag(false));
      case 'K' -> push(new Whole(unsignedByte()));
      case 'M' -> push(new Whole(file.unsignedShort(take(2))));
      case 'J' -> push(new Whole((int) file.unsignedInt(take(4))));
      case 0x8a -> longInteger(unsignedByte());
      case 0x8b -> longInteger(file.unsignedInt(take(4)));
      case 'G' -> inert(8);
      case 'X', 'T' -> text(file.unsignedInt(take(4)));
      case 0x8c, 'U' -> text(unsignedByte());
      case 0x8d -> text(file.int64(take(8)));
      case 'B' -> inert(file.unsignedInt(take(4)));
      case 'C' -> inert(unsignedByte());
      case 0x8e, 0x96 -> inert(file.int64(take(8)));
      case '0' -> pop();
      case '2' -> push(peek());
      case 'q' -> remember(unsignedByte());
      case 'r' -> remember(file.unsignedInt(take(4)));
      case 0x94 -> remember(memo.size());
      case 'h' -> push(remembered(unsignedByte()));
      case 'j' -> push(remembered(file.unsignedInt(take(4))));
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Instructions that make or fill tuples, lists, dicts and sets. */
  private boolean collection(int opcode) throws MalformedWeightsException {
    switch (opcode) {
      case '(' -> mark();
      case '1' -> popToMark();
      case ')' -> push(Tuple.EMPTY);
      case 't' -> push(new Tuple(popToMark()));
      case 0x85, 0x86, 0x87 -> push(new Tuple(popLast(opcode - 0x84)));
      case ']' -> push(new Items());
      case 'l' -> {
        List<PickleValue> items = popToMark();
        push(new Items());
        append(items);
      }
      case 'a' -> append(popLast(1));
      case 'e', 0x90 -> append(popToMark());
      case '}' -> push(new Dict());
      case 'd' -> {
        List<PickleValue> items = popToMark();
        push(new Dict());
        setItems(items);
      }
      case 's' -> setItems(popLast(2));
      case 'u' -> setItems(popToMark());
      case 0x91 -> {
        popToMark();
        push(Inert.VALUE);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Instructions that name things and, in Python, would make objects of them. */
  private boolean object(int opcode) throws MalformedWeightsException {
    switch (opcode) {
      case 'c' -> push(new Global(line(), line()));
      case 0x93 -> {
        List<PickleValue> names = popLast(2);
        push(new Global(textOf(names.get(0), "module"), textOf(names.get(1), "name")));
      }
      case 'R' -> {
        List<PickleValue> call = popLast(2);
        push(reduced(called(call.get(0)), tupleOf(call.get(1), "arguments")));
      }
      case 0x81 -> push(constructed(called(popLast(2).get(0))));
      case 0x92 -> push(constructed(called(popLast(3).get(0))));
      case 'b' -> build(pop());
      case 'Q' -> push(storage(tupleOf(pop(), "persistent id").items()));
      default -> {
        return false;
      }
    }
    return true;
  }

  private PickleValue reduced(Global global, Tuple arguments) throws MalformedWeightsException {
    if (!PickleGlobals.callable(global)) {
      throw refusedCall(global);
    }
    List<PickleValue> items = arguments.items();
    return switch (PickleGlobals.call(global)) {
      case DICT -> dict(items);
      case SIZE -> items.isEmpty() ? Tuple.EMPTY : tupleOf(items.get(0), "torch.Size");
      case TENSOR -> tensor(items);
      case PARAMETER -> {
        if (!items.isEmpty() && items.get(0) instanceof Tensor tensor) {
          yield tensor;
        }
        throw malformed(global + " needs a tensor");
      }
      case INERT -> Inert.VALUE;
    };
  }

  private PickleValue constructed(Global global) throws MalformedWeightsException {
    if (!PickleGlobals.constructible(global)) {
      throw refusedCall(global);
    }
    return global.toString().equals("collections.OrderedDict") ? new Dict() : new Instance(global);
  }

  private MalformedWeightsException refusedCall(Global global) {
    return malformed("the file wants to call " + global + ", which is refused. " + WHAT_TO_DO);
  }

  /** {@code OrderedDict()}, or with a list of pairs as Python 2 wrote it. */
  private Dict dict(List<PickleValue> arguments) throws MalformedWeightsException {
    Dict dict = new Dict();
    if (!arguments.isEmpty() && arguments.get(0) instanceof Items pairs) {
      for (PickleValue pair : pairs.items()) {
        List<PickleValue> entry =
            pair instanceof Items items ? items.items() : tupleOf(pair, "pair").items();
        if (entry.size() != 2) {
          throw malformed("collections.OrderedDict needs pairs");
        }
        if (entry.get(0) instanceof Text key) {
          count();
          dict.entries().put(key.text(), entry.get(1));
        }
      }
    }
    return dict;
  }

  /** {@code (storage, storage_offset, size, stride, …)}. */
  private Tensor tensor(List<PickleValue> arguments) throws MalformedWeightsException {
    if (arguments.size() >= 4 && arguments.get(0) instanceof Storage storage) {
      return new Tensor(
          storage,
          wholeOf(arguments.get(1), "storage_offset"),
          tupleOf(arguments.get(2), "size"),
          tupleOf(arguments.get(3), "stride"),
          instruction);
    }
    throw malformed("a tensor needs storage, storage_offset, size and stride");
  }

  /** {@code ("storage", class, key, location, elements)} and, in old files, a view or None. */
  private Storage storage(List<PickleValue> id) throws MalformedWeightsException {
    String kind = id.isEmpty() ? "" : textOf(id.get(0), "persistent id");
    if (!kind.equals("storage") || id.size() < 5) {
      throw malformed(
          "the persistent id \"" + kind + "\" is no storage: " + "save model.state_dict() instead");
    }
    if (!(id.get(1) instanceof Global type) || !PickleGlobals.isStorage(type)) {
      throw malformed(
          "the storage class "
              + (id.get(1) instanceof Global other ? other.toString() : "is missing and")
              + " is not supported: convert the tensors to float32 in PyTorch");
    }
    long elements = wholeOf(id.get(4), "number of elements");
    long viewBegin = 0;
    if (id.size() > 5 && id.get(5) instanceof Tuple view && view.items().size() == 3) {
      viewBegin = wholeOf(view.items().get(1), "offset of the view");
    }
    Storage storage =
        new Storage(
            PickleGlobals.storageType(type), textOf(id.get(2), "storage key"), elements, viewBegin);
    Storage before = storages.putIfAbsent(storage.key(), storage);
    if (before != null
        && (before.type() != storage.type() || before.elements() != storage.elements())) {
      throw malformed("the storage " + storage.key() + " is mentioned with two types or sizes");
    }
    return storage;
  }

  /** Attributes of an object. Those of dicts and of things that do not matter are dropped. */
  private void build(PickleValue state) throws MalformedWeightsException {
    if (peek() instanceof Instance instance && state instanceof Dict dict) {
      for (Map.Entry<String, PickleValue> attribute : dict.entries().entrySet()) {
        count();
        instance.attributes().entries().put(attribute.getKey(), attribute.getValue());
      }
    }
  }

  private void append(List<PickleValue> items) throws MalformedWeightsException {
    if (peek() instanceof Items list) {
      list.items().addAll(items);
    } else {
      requireContainer();
    }
  }

  private void setItems(List<PickleValue> items) throws MalformedWeightsException {
    if (items.size() % 2 != 0) {
      throw malformed("a key without a value");
    }
    if (!(peek() instanceof Dict dict)) {
      requireContainer();
      return;
    }
    for (int i = 0; i < items.size(); i += 2) {
      if (items.get(i) instanceof Text key) {
        dict.entries().put(key.text(), items.get(i + 1));
      }
    }
  }

  /** Sets, subclasses of list and dict, arrays: what goes into them does not matter. */
  private void requireContainer() throws MalformedWeightsException {
    PickleValue top = peek();
    if (!(top instanceof Inert || top instanceof Instance)) {
      throw malformed("items for something that holds none");
    }
  }

  private void protocol() throws MalformedWeightsException {
    int protocol = unsignedByte();
    if (protocol < 2 || protocol > 5) {
      throw malformed("protocol " + protocol + " is not among 2 to 5");
    }
  }

  private void longInteger(long bytes) throws MalformedWeightsException {
    long at = take(bytes);
    if (bytes > 8) {
      push(Inert.VALUE);
      return;
    }
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) file.unsignedByte(at + i) << (8 * i);
    }
    int unused = 64 - 8 * (int) bytes;
    push(new Whole(bytes == 0 ? 0 : (value << unused) >> unused));
  }

  private void text(long bytes) throws MalformedWeightsException {
    long at = take(bytes);
    if (bytes > MAXIMUM_NAME_BYTES) {
      push(Inert.VALUE);
    } else {
      push(new Text(new String(file.bytes(at, (int) bytes), StandardCharsets.UTF_8)));
    }
  }

  private void inert(long bytes) throws MalformedWeightsException {
    take(bytes);
    push(Inert.VALUE);
  }

  private String line() throws MalformedWeightsException {
    long begin = position;
    while (unsignedByte() != '\n') {
      if (position - begin > MAXIMUM_NAME_BYTES) {
        throw malformed("a name without an end");
      }
    }
    return new String(file.bytes(begin, (int) (position - begin - 1)), StandardCharsets.UTF_8);
  }

  private void remember(long key) throws MalformedWeightsException {
    count();
    memo.put(key, peek());
  }

  private PickleValue remembered(long key) throws MalformedWeightsException {
    PickleValue value = memo.get(key);
    if (value == null) {
      throw malformed("nothing is remembered as number " + key);
    }
    return value;
  }

  private void mark() throws MalformedWeightsException {
    count();
    marks.add(stack.size());
  }

  private void push(PickleValue value) throws MalformedWeightsException {
    count();
    stack.add(value);
  }

  private void count() throws MalformedWeightsException {
    if (++valuesMade > MAXIMUM_VALUES) {
      throw malformed(
          "more than " + MAXIMUM_VALUES + " values. Save the state dict alone, in PyTorch.");
    }
  }

  private PickleValue peek() throws MalformedWeightsException {
    requireStack(1);
    return stack.get(stack.size() - 1);
  }

  private PickleValue pop() throws MalformedWeightsException {
    requireStack(1);
    return stack.remove(stack.size() - 1);
  }

  private List<PickleValue> popLast(int count) throws MalformedWeightsException {
    requireStack(count);
    return popFrom(stack.size() - count);
  }

  private List<PickleValue> popToMark() throws MalformedWeightsException {
    if (marks.isEmpty()) {
      throw malformed("no mark to go back to. The file is damaged: download it again.");
    }
    return popFrom(marks.remove(marks.size() - 1));
  }

  private List<PickleValue> popFrom(int begin) {
    List<PickleValue> top = stack.subList(begin, stack.size());
    List<PickleValue> result = List.copyOf(top);
    top.clear();
    return result;
  }

  private void requireStack(int count) throws MalformedWeightsException {
    int begin = marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
    if (stack.size() - begin < count) {
      throw malformed("too few values on the stack. The file is damaged: download it again.");
    }
  }

  private int unsignedByte() throws MalformedWeightsException {
    return file.unsignedByte(take(1));
  }

  /** Steps over bytes and returns where they begin. */
  private long take(long bytes) throws MalformedWeightsException {
    if (bytes < 0 || bytes > end - position) {
      throw malformed(
          "the pickle ends in the middle of an instruction. "
              + "The file is truncated or damaged: download it again.");
    }
    long begin = position;
    position += bytes;
    return begin;
  }

  private Global called(PickleValue value) throws MalformedWeightsException {
    if (value instanceof Global global) {
      return global;
    }
    throw malformed("a call of something that is no name is refused. " + WHAT_TO_DO);
  }

  private Tuple tupleOf(PickleValue value, String field) throws MalformedWeightsException {
    if (value instanceof Tuple tuple) {
      return tuple;
    }
    throw malformed(field + " must be a tuple");
  }

  private String textOf(PickleValue value, String field) throws MalformedWeightsException {
    if (value instanceof Text text) {
      return text.text();
    }
    throw malformed(field + " must be text");
  }

  private long wholeOf(PickleValue value, String field) throws MalformedWeightsException {
    if (value instanceof Whole whole) {
      return whole.value();
    }
    throw malformed(field + " must be an integer");
  }

  private MalformedWeightsException malformed(String problem) {
    return file.malformed(instruction, "pickle", problem);
  }
}
