package io.transferstudy.worker.weights;

import io.transferstudy.worker.weights.PickleValue.Bool;
import io.transferstudy.worker.weights.PickleValue.Dictionary;
import io.transferstudy.worker.weights.PickleValue.Sequence;
import io.transferstudy.worker.weights.PickleValue.Storage;
import io.transferstudy.worker.weights.PickleValue.Text;
import io.transferstudy.worker.weights.PickleValue.Whole;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What torch.save wrote before PyTorch 1.6: a pickle each of a sign, a version, the machine, what
 * was saved, and the keys of the storages; then the storages in that order, each after the number
 * of its numbers. There are no checksums: only the lengths tell whether it is whole.
 */
final class OldTorchArchive implements Storages {
  /** The pickle of the number that such files begin with. */
  static final byte[] SIGN = {
    (byte) 0x80,
    2,
    (byte) 0x8a,
    10,
    0x6c,
    (byte) 0xfc,
    (byte) 0x9c,
    0x46,
    (byte) 0xf9,
    0x20,
    0x6a,
    (byte) 0xa8,
    0x50,
    0x19,
    '.'
  };

  private static final long VERSION = 1001;

  /** Where a storage lies, in bytes. */
  private record Place(long from, long length) {}

  private final LittleEndianFile file;
  private final ReadingBound bound;
  private final Map<String, Place> places = new HashMap<>();
  private final PickleValue saved;

  private OldTorchArchive(LittleEndianFile file) throws IOException {
    this.file = file;
    this.bound = new ReadingBound(file.length());
    var in = new PickleBytes(head());
    in.skip(SIGN.length);
    if (!PickleMachine.read(in, new StateDictObjects()).equals(new Whole(VERSION))) {
      throw damaged("its version is not " + VERSION);
    }
    requireLittleEndian(PickleMachine.read(in, new StateDictObjects()));
    var objects = new OldStateDictObjects();
    saved = PickleMachine.read(in, objects);
    PickleValue keys = PickleMachine.read(in, new StateDictObjects());
    place(keys, objects.storages(), in.position());
  }

  /**
   * Opens a file that begins with the {@link #SIGN}.
   *
   * @throws WeightsException if it is damaged, or holds more than tensors
   */
  static OldTorchArchive open(Path path) throws IOException {
    var file = LittleEndianFile.open(path, OldTorchArchive::damaged);
    try {
      return new OldTorchArchive(file);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private byte[] head() throws IOException {
    return file.bytes(0, (int) Math.min(file.length(), TorchArchive.LONGEST_PICKLE)).array();
  }

  private static void requireLittleEndian(PickleValue machine) {
    if (!(machine instanceof Dictionary(var facts))
        || !(facts.get(new Text("little_endian")) instanceof Bool(boolean little))) {
      throw damaged("it does not say in which order its bytes are");
    }
    if (!little) {
      throw new WeightsException(
          "its numbers are in the byte order 'big'; only little-endian ones are read");
    }
  }

  private void place(PickleValue keys, Map<String, Storage> storages, long from)
      throws IOException {
    if (!(keys instanceof Sequence(var items))) {
      throw damaged("it lists no storages");
    }
    long at = from;
    for (PickleValue item : items) {
      Storage storage = item instanceof Text(String key) ? storages.get(key) : null;
      if (storage == null || places.containsKey(storage.key())) {
        throw damaged("its list of storages is not that of its tensors");
      }
      Place place = place(storage, at);
      places.put(storage.key(), place);
      at = place.from + place.length;
    }
    if (places.size() != storages.size()) {
      throw damaged("its list of storages is not that of its tensors");
    }
    if (at != file.length()) {
      throw damaged("its storages end at %d and the file at %d".formatted(at, file.length()));
    }
  }

  private Place place(Storage storage, long at) throws IOException {
    int size = storage.format().bytes;
    if (storage.count() < 0 || storage.count() > (file.length() - at - Long.BYTES) / size) {
      throw damaged("it ends before its storage " + Shown.name(storage.key()) + " does");
    }
    long count = file.bytes(at, Long.BYTES).getLong();
    if (count != storage.count()) {
      throw damaged(
          "its storage %s should have %d numbers and has %d"
              .formatted(Shown.name(storage.key()), storage.count(), count));
    }
    return new Place(at + Long.BYTES, storage.count() * size);
  }

  /** What was saved. */
  PickleValue saved() {
    return saved;
  }

  @Override
  public long storageBytes(String key) {
    Place place = places.get(key);
    return place == null ? -1 : place.length;
  }

  @Override
  public void read(String key, long from, long length, Sink sink) throws IOException {
    Place place = places.get(key);
    if (place == null) {
      throw damaged("it has no storage " + Shown.name(key));
    }
    bound.count(length);
    file.read(place.from + from, length, sink);
  }

  private static WeightsException damaged(String why) {
    return new WeightsException(
        "not a whole file of PyTorch before 1.6: " + why + "; fetch it again");
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
