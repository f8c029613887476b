package io.transferstudy.worker.weights;

import io.transferstudy.worker.weights.PickleValue.Bool;
import io.transferstudy.worker.weights.PickleValue.Dictionary;
import io.transferstudy.worker.weights.PickleValue.None;
import io.transferstudy.worker.weights.PickleValue.Real;
import io.transferstudy.worker.weights.PickleValue.Sequence;
import io.transferstudy.worker.weights.PickleValue.Text;
import io.transferstudy.worker.weights.PickleValue.Tuple;
import io.transferstudy.worker.weights.PickleValue.Whole;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a pickle. A pickle is a program for a stack machine; this machine knows the opcodes that
 * build numbers, texts, lists and dictionaries. It runs nothing, and stops at the first thing it
 * does not know; what classes, functions and objects are {@link PickleObjects} say.
 *
 * <p>Memory is bounded: an opcode adds at most one value of bounded size besides the text that is
 * in the file, and there are at most {@value #MOST_OPCODES} of them.
 */
final class PickleMachine {
  /** Ten times what a large network's weights with two averages beside them take. */
  private static final int MOST_OPCODES = 2_000_000;

  private static final int OLDEST_PROTOCOL = 2;
  private static final int NEWEST_PROTOCOL = 5;
  private static final Tuple EMPTY = new Tuple(List.of());
  private static final None NONE = new None();

  private final PickleBytes in;
  private final List<PickleValue> stack = new ArrayList<>();
  private final Deque<Integer> marks = new ArrayDeque<>();
  private final Map<Long, PickleValue> memo = new HashMap<>();
  private final PickleObjects objects;

  private PickleMachine(PickleBytes in, PickleObjects objects) {
    this.in = in;
    this.objects = objects;
  }

  /**
   * The value that a state dict's pickle stands for.
   *
   * @throws WeightsException if it is damaged, or is more than a state dict
   */
  static PickleValue read(byte[] pickle) {
    return read(pickle, new StateDictObjects());
  }

  /**
   * The value that a pickle stands for, its objects as they are taken.
   *
   * @throws RefusedPickleException if it is damaged, or says what is not understood
   */
  static PickleValue read(byte[] pickle, PickleObjects objects) {
    return read(new PickleBytes(pickle), objects);
  }

  /** The same of the next of several pickles, one after another. */
  static PickleValue read(PickleBytes in, PickleObjects objects) {
    return new PickleMachine(in, objects).run();
  }

  static RefusedPickleException refused(String what) {
    return new RefusedPickleException(
        what, "; only plain state dicts are read: save one in PyTorch by " + StateDict.REMEDY);
  }

  private PickleValue run() {
    for (int opcodes = 0; opcodes < MOST_OPCODES; opcodes++) {
      int code = in.unsignedByte();
      Opcode opcode =
          Opcode.of(code)
              .orElseThrow(() -> refused("has a byte 0x%02x that is no opcode".formatted(code)));
      if (opcode == Opcode.STOP) {
        return pop();
      }
      step(opcode);
    }
    throw refused("has more than " + MOST_OPCODES + " opcodes");
  }

  private void step(Opcode opcode) {
    switch (opcode) {
      case PROTO -> protocol(in.unsignedByte());
      case FRAME -> in.signedLong(); // only helps a reader that reads in pieces
      case NONE -> push(NONE);
      case NEWTRUE -> push(new Bool(true));
      case NEWFALSE -> push(new Bool(false));
      case BININT -> push(new Whole(in.signedInt()));
      case BININT1 -> push(new Whole(in.unsignedByte()));
      case BININT2 -> push(new Whole(in.unsignedShort()));
      case LONG1 -> push(new Whole(in.twosComplement(in.unsignedByte())));
      case BINFLOAT -> push(new Real(in.bigEndianDouble()));
      case SHORT_BINUNICODE, SHORT_BINSTRING -> push(new Text(in.text(in.unsignedByte())));
      case BINUNICODE -> push(new Text(in.text(in.unsignedInt())));
      case BINSTRING -> push(new Text(in.text(in.signedInt())));
      case BINUNICODE8 -> push(new Text(in.text(in.signedLong())));
      case EMPTY_TUPLE -> push(EMPTY);
      case EMPTY_LIST -> push(new Sequence());
      case EMPTY_DICT -> push(new Dictionary());
      case MARK -> marks.push(stack.size());
      case TUPLE -> push(new Tuple(popToMark()));
      case TUPLE1 -> push(new Tuple(popLast(1)));
      case TUPLE2 -> push(new Tuple(popLast(2)));
      case TUPLE3 -> push(new Tuple(popLast(3)));
      case APPEND -> append(popLast(1));
      case APPENDS -> append(popToMark());
      case SETITEM -> set(popLast(2));
      case SETITEMS -> set(popToMark());
      case MEMOIZE -> memo.put((long) memo.size(), top());
      case BINPUT -> memo.put((long) in.unsignedByte(), top());
      case LONG_BINPUT -> memo.put(in.unsignedInt(), top());
      case BINGET -> push(remembered(in.unsignedByte()));
      case LONG_BINGET -> push(remembered(in.unsignedInt()));
      case GLOBAL -> push(objects.global(in.line(), in.line()));
      case STACK_GLOBAL -> push(global(popLast(2)));
      case BINPERSID -> push(objects.persistent(pop()));
      case REDUCE -> {
        PickleValue arguments = pop();
        push(objects.call(pop(), arguments));
      }
      case NEWOBJ -> {
        PickleValue object = objects.create();
        popLast(2); // its class and its arguments
        push(object);
      }
      case BUILD -> {
        PickleValue state = pop();
        objects.build(top(), state);
      }
      case STOP -> throw new IllegalStateException("ended before");
      case ADDITEMS,
          BINBYTES,
          BINBYTES8,
          BYTEARRAY8,
          DICT,
          DUP,
          EMPTY_SET,
          EXT1,
          EXT2,
          EXT4,
          FLOAT,
          FROZENSET,
          GET,
          INST,
          INT,
          LIST,
          LONG,
          LONG4,
          NEWOBJ_EX,
          NEXT_BUFFER,
          OBJ,
          PERSID,
          POP,
          POP_MARK,
          PUT,
          READONLY_BUFFER,
          SHORT_BINBYTES,
          STRING,
          UNICODE ->
          throw refused("has the opcode " + opcode);
    }
  }

  private static void protocol(int protocol) {
    if (protocol < OLDEST_PROTOCOL || protocol > NEWEST_PROTOCOL) {
      throw refused("has protocol " + protocol);
    }
  }

  private PickleValue global(List<PickleValue> names) {
    if (names.get(0) instanceof Text(String module) && names.get(1) instanceof Text(String name)) {
      return objects.global(module, name);
    }
    throw refused("asks for a class without a name");
  }

  private void append(List<PickleValue> items) {
    if (!(top() instanceof Sequence(var list))) {
      throw refused("appends to " + top().kind());
    }
    list.addAll(items);
  }

  private void set(List<PickleValue> items) {
    if (!(top() instanceof Dictionary dictionary)) {
      throw refused("sets an item of " + top().kind());
    }
    if (items.size() % 2 != 0) {
      throw refused("has a key without a value");
    }
    for (int i = 0; i < items.size(); i += 2) {
      dictionary.set(items.get(i), items.get(i + 1));
    }
  }

  private PickleValue remembered(long index) {
    PickleValue value = memo.get(index);
    if (value == null) {
      throw refused("remembers what it never saw");
    }
    return value;
  }

  private void push(PickleValue value) {
    stack.add(value);
  }

  private PickleValue top() {
    requireValues(1);
    return stack.getLast();
  }

  private PickleValue pop() {
    requireValues(1);
    return stack.removeLast();
  }

  private List<PickleValue> popLast(int count) {
    requireValues(count);
    return popFrom(stack.size() - count);
  }

  private List<PickleValue> popToMark() {
    if (marks.isEmpty()) {
      throw refused("lacks a mark");
    }
    return popFrom(marks.pop());
  }

  private List<PickleValue> popFrom(int size) {
    List<PickleValue> last = stack.subList(size, stack.size());
    List<PickleValue> items = List.copyOf(last);
    last.clear();
    return items;
  }

  /** Values below the last mark are out of reach. */
  private void requireValues(int count) {
    int bottom = marks.isEmpty() ? 0 : marks.getFirst();
    if (stack.size() - bottom < count) {
      throw refused("takes a value where there is none");
    }
  }
}
