package io.transferstudy.worker.weights;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes pickles opcode by opcode, as torch.save would or as it would not. */
final class Pickler {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** A pickle of protocol 2, the one that torch.save uses unless told otherwise. */
  static Pickler start() {
    return new Pickler().op(Opcodes.PROTO).op(2);
  }

  /** The opcodes by name, written down a second time: a mix-up in the reader must not hide here. */
  static final class Opcodes {
    static final int PROTO = 0x80;
    static final int STOP = '.';
    static final int MARK = '(';
    static final int EMPTY_TUPLE = ')';
    static final int EMPTY_DICT = '}';
    static final int EMPTY_LIST = ']';
    static final int TUPLE = 't';
    static final int TUPLE1 = 0x85;
    static final int TUPLE2 = 0x86;
    static final int TUPLE3 = 0x87;
    static final int APPEND = 'a';
    static final int APPENDS = 'e';
    static final int SETITEM = 's';
    static final int SETITEMS = 'u';
    static final int REDUCE = 'R';
    static final int BUILD = 'b';
    static final int BINPERSID = 'Q';
    static final int BINPUT = 'q';
    static final int BINGET = 'h';
    static final int NONE = 'N';
    static final int NEWTRUE = 0x88;
    static final int NEWFALSE = 0x89;

    private Opcodes() {}
  }

  /** One byte: an opcode, or an argument. */
  Pickler op(int code) {
    out.write(code);
    return this;
  }

  Pickler global(String module, String name) {
    op('c');
    out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** As a number of four bytes if it fits, else of eight. */
  Pickler whole(long value) {
    if (value == (int) value) {
      op('J');
      return littleEndian(Integer.BYTES, value);
    }
    op(0x8a).op(Long.BYTES);
    return littleEndian(Long.BYTES, value);
  }

  Pickler real(double value) {
    op('G');
    out.writeBytes(ByteBuffer.allocate(Double.BYTES).putDouble(value).array());
    return this;
  }

  Pickler text(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    op('X').littleEndian(Integer.BYTES, bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  Pickler orderedDict() {
    return global("collections", "OrderedDict").op(Opcodes.EMPTY_TUPLE).op(Opcodes.REDUCE);
  }

  Pickler wholes(long... values) {
    op(Opcodes.MARK);
    for (long value : values) {
      whole(value);
    }
    return op(Opcodes.TUPLE);
  }

  Pickler storage(String type, String key, long count) {
    op(Opcodes.MARK).text("storage").global("torch", type).text(key).text("cpu").whole(count);
    return op(Opcodes.TUPLE).op(Opcodes.BINPERSID);
  }

  /** A tensor that is a view into a storage. */
  Pickler tensor(String type, String key, long count, long offset, long[] shape, long[] strides) {
    global("torch._utils", "_rebuild_tensor_v2").op(Opcodes.MARK).storage(type, key, count);
    whole(offset).wholes(shape).wholes(strides).op(Opcodes.NEWFALSE).orderedDict();
    return op(Opcodes.TUPLE).op(Opcodes.REDUCE);
  }

  /** A tensor of one dimension that fills its storage. */
  Pickler floats(String key, long count) {
    return tensor("FloatStorage", key, count, 0, new long[] {count}, new long[] {1});
  }

  byte[] stop() {
    return op(Opcodes.STOP).bytes();
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  private Pickler littleEndian(int bytes, long value) {
    var buffer = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value);
    out.write(buffer.array(), 0, bytes);
    return this;
  }
}
