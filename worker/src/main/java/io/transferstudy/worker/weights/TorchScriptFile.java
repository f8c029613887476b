package io.transferstudy.worker.weights;

import io.transferstudy.worker.weights.PickleValue.Storage;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipException;

/**
 * What can be known of a TorchScript file without running it: whether it is whole. libtorch does
 * not look; a tensor that is cut short would get the numbers that happen to lie behind it.
 */
public final class TorchScriptFile {
  /** Each names storages in the folder of its name. */
  private static final List<String> PICKLES = List.of("data", "constants");

  private TorchScriptFile() {}

  /**
   * Compares every entry with its checksum, and the length of every tensor with what the module
   * says of it.
   *
   * @throws WeightsException naming the file and what is wrong with it
   * @throws IOException if it cannot be read now; it may be later
   */
  public static void requireWhole(Path file) throws IOException {
    try {
      FileFormat format = FileFormat.of(file);
      if (format != FileFormat.TORCH) {
        throw new WeightsException(
            (format == FileFormat.SAFETENSORS ? "safetensors" : "a state dict")
                + ", and no TorchScript; name it under weights");
      }
      try (var archive = TorchArchive.openProgram(file)) {
        archive.verifyAll();
        for (String pickle : PICKLES) {
          if (archive.has(pickle + ".pkl")) {
            requireWhole(archive, pickle);
          }
        }
      }
    } catch (RefusedPickleException e) {
      throw new WeightsException(
          "%s: its pickle %s, which torch.jit.save does not write; save it again"
              .formatted(file, e.what()),
          e);
    } catch (WeightsException e) {
      throw e.in(file);
    } catch (ZipException | EOFException e) {
      throw new WeightsException(
          "%s: not a whole file of torch.jit.save: %s; fetch it again"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static void requireWhole(TorchArchive archive, String folder) throws IOException {
    var objects = new ModuleObjects();
    PickleMachine.read(archive.pickle(folder + ".pkl"), objects);
    for (Storage storage : objects.storages()) {
      long found = archive.storageBytes(folder, storage.key());
      int size = storage.format().bytes;
      if (found % size != 0 || found / size != storage.count()) {
        throw new WeightsException(
            "the storage %s/%s should have %d numbers of %d bytes and has %s; fetch the file again"
                .formatted(
                    folder,
                    Shown.name(storage.key()),
                    storage.count(),
                    size,
                    found < 0 ? "no entry in the archive" : found + " bytes"));
      }
    }
  }
}
