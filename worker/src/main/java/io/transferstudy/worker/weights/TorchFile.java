package io.transferstudy.worker.weights;

import io.transferstudy.worker.weights.PickleValue.Storage;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An open state dict that torch.save wrote.
 *
 * @param storages its numbers
 * @param views its tensors by name
 */
record TorchFile(Storages storages, Map<String, TensorView> views) implements StoredTensors {

  /**
   * Reads the pickle and finds every storage.
   *
   * @throws WeightsException if the file is damaged, or holds more than tensors
   */
  static TorchFile open(Path file) throws IOException {
    var archive = TorchArchive.open(file);
    try {
      return of(PickleMachine.read(archive.pickle()), archive);
    } catch (IOException | RuntimeException e) {
      archive.close();
      throw e;
    }
  }

  /** The same of a file that PyTorch before 1.6 saved. */
  static TorchFile openOld(Path file) throws IOException {
    var archive = OldTorchArchive.open(file);
    try {
      return of(archive.saved(), archive);
    } catch (RuntimeException e) {
      archive.close();
      throw e;
    }
  }

  private static TorchFile of(PickleValue saved, Storages storages) {
    Map<String, TensorView> views = StateDict.in(saved);
    views.forEach((name, view) -> requireWhole(name, view.storage(), storages));
    return new TorchFile(storages, views);
  }

  private static void requireWhole(String name, Storage storage, Storages storages) {
    long found = storages.storageBytes(storage.key());
    int size = storage.format().bytes;
    if (found % size != 0 || found / size != storage.count()) {
      throw new WeightsException(
          "%s lies in storage %s, which should have %d numbers of %d bytes and has %s; fetch the"
                  .formatted(
                      Shown.name(name),
                      Shown.name(storage.key()),
                      storage.count(),
                      size,
                      found < 0 ? "no entry in the archive" : found + " bytes")
              + " file again");
    }
  }

  @Override
  public Map<String, long[]> shapes() {
    var shapes = new LinkedHashMap<String, long[]>();
    views.forEach((name, view) -> shapes.put(name, view.shape()));
    return shapes;
  }

  @Override
  public void read(String name, FloatBuffer out) throws IOException {
    TensorView view = views.get(name);
    if (view == null) {
      throw new WeightsException("there is no tensor " + Shown.name(name));
    }
    NumberFormat format = view.storage().format();
    NumberFormat.ToFloat numbers = format.toFloat(name);
    if (view.span() == 0) {
      return;
    }
    String key = view.storage().key();
    int length = Shapes.bytes(name, view.span() * format.bytes);
    if (view.isRowMajor()) {
      storages.read(
          key, view.offset() * format.bytes, length, piece -> numbers.convert(piece, out));
    } else {
      var all = FloatBuffer.allocate((int) view.span());
      storages.read(
          key, view.offset() * format.bytes, length, piece -> numbers.convert(piece, all));
      view.gather(all.array(), out);
    }
  }

  @Override
  public void close() throws IOException {
    storages.close();
  }
}
