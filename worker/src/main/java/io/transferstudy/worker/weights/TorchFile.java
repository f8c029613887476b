package io.transferstudy.worker.weights;

import io.transferstudy.worker.weights.PickleValue.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An open state dict that PyTorch 1.6 or newer saved.
 *
 * @param archive its storages
 * @param views its tensors by name
 */
record TorchFile(TorchArchive archive, Map<String, TensorView> views) implements StoredTensors {

  /**
   * Reads the pickle and finds every storage.
   *
   * @throws WeightsException if the file is damaged, or holds more than tensors
   */
  static TorchFile open(Path file) throws IOException {
    var archive = TorchArchive.open(file);
    try {
      Map<String, TensorView> views = StateDict.in(PickleMachine.read(archive.pickle()));
      views.forEach((name, view) -> requireWhole(name, view.storage(), archive));
      return new TorchFile(archive, views);
    } catch (IOException | RuntimeException e) {
      archive.close();
      throw e;
    }
  }

  private static void requireWhole(String name, Storage storage, TorchArchive archive) {
    long found = archive.storageBytes(storage.key());
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
  public Tensor read(String name) throws IOException {
    TensorView view = views.get(name);
    if (view == null) {
      throw new WeightsException("there is no tensor " + Shown.name(name));
    }
    long span = view.span();
    if (span == 0) {
      return view.read(name, ByteBuffer.allocate(0));
    }
    int size = view.storage().format().bytes;
    int length = Shapes.bytes(name, span * size);
    return view.read(name, archive.read(view.storage().key(), view.offset() * size, length));
  }

  @Override
  public void close() throws IOException {
    archive.close();
  }
}
