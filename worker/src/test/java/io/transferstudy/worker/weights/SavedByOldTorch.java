package io.transferstudy.worker.weights;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes files as torch.save did before PyTorch 1.6, pickle by pickle, or as it would not. */
final class SavedByOldTorch {
  /** Python's pickle.dumps(0x1950a86a20f9469cfc6c, 2). */
  private static final byte[] SIGN = {
    -128, 2, -118, 10, 108, -4, -100, 70, -7, 32, 106, -88, 80, 25, 46
  };

  private final byte[] pickle;
  private final Map<String, byte[]> storages = new LinkedHashMap<>();
  private long version = 1001;
  private boolean littleEndian = true;
  private byte[] after = {};

  /** A file of what this pickle stands for; its storages are of {@link #id}. */
  SavedByOldTorch(byte[] pickle) {
    this.pickle = pickle;
  }

  /** The persistent id of a storage, the last part of it None. */
  static Pickler id(Pickler pickler, String type, String key, long count) {
    pickler.op(Pickler.Opcodes.MARK).text("storage").global("torch", type).text(key);
    pickler.text("cuda:0").whole(count).op(Pickler.Opcodes.NONE).op(Pickler.Opcodes.TUPLE);
    return pickler.op(Pickler.Opcodes.BINPERSID);
  }

  /** A tensor of one dimension that is the whole storage. */
  static Pickler whole(Pickler pickler, String type, String key, long count) {
    pickler.global("torch._utils", "_rebuild_tensor").op(Pickler.Opcodes.MARK);
    id(pickler, type, key, count).whole(0).wholes(count).wholes(1);
    return pickler.op(Pickler.Opcodes.TUPLE).op(Pickler.Opcodes.REDUCE);
  }

  SavedByOldTorch version(long other) {
    version = other;
    return this;
  }

  SavedByOldTorch bigEndian() {
    littleEndian = false;
    return this;
  }

  SavedByOldTorch after(byte[] more) {
    after = more;
    return this;
  }

  /** The next storage, its count before it. */
  SavedByOldTorch storage(String key, long count, byte[] numbers) {
    var bytes = ByteBuffer.allocate(Long.BYTES + numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    storages.put(key, bytes.putLong(count).put(numbers).array());
    return this;
  }

  byte[] bytes() {
    var out = new ByteArrayOutputStream();
    out.writeBytes(SIGN);
    out.writeBytes(Pickler.start().whole(version).stop());
    var machine = Pickler.start().op(Pickler.Opcodes.EMPTY_DICT).op(Pickler.Opcodes.MARK);
    machine.text("protocol_version").whole(1001).text("little_endian");
    machine.op(littleEndian ? Pickler.Opcodes.NEWTRUE : Pickler.Opcodes.NEWFALSE);
    out.writeBytes(machine.op(Pickler.Opcodes.SETITEMS).stop());
    out.writeBytes(pickle);
    var keys = Pickler.start().op(Pickler.Opcodes.EMPTY_LIST).op(Pickler.Opcodes.MARK);
    storages.keySet().forEach(keys::text);
    out.writeBytes(keys.op(Pickler.Opcodes.APPENDS).stop());
    storages.values().forEach(out::writeBytes);
    out.writeBytes(after);
    return out.toByteArray();
  }
}
