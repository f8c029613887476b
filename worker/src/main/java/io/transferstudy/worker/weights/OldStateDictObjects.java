package io.transferstudy.worker.weights;

import io.transferstudy.worker.weights.PickleValue.None;
import io.transferstudy.worker.weights.PickleValue.Storage;
import io.transferstudy.worker.weights.PickleValue.Tuple;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A state dict's before PyTorch 1.6. Its storages are remembered: only their classes tell how long
 * each is in the file.
 */
final class OldStateDictObjects implements PickleObjects {
  /** The last says whether a storage is a part of another one. */
  private static final int STORAGE_PARTS = 6;

  private final PickleObjects usual = new StateDictObjects();
  private final Map<String, Storage> storages = new LinkedHashMap<>();

  /** Every storage that was named, by key. */
  Map<String, Storage> storages() {
    return storages;
  }

  @Override
  public PickleValue global(String module, String name) {
    return usual.global(module, name);
  }

  @Override
  public PickleValue persistent(PickleValue id) {
    if (!(id instanceof Tuple(var parts)) || parts.size() != STORAGE_PARTS) {
      throw PickleMachine.refused("has a persistent id that is no storage");
    }
    if (!(parts.getLast() instanceof None)) {
      throw PickleMachine.refused("has a storage that is a part of another one");
    }
    Storage storage = TorchCall.storage(new Tuple(parts.subList(0, STORAGE_PARTS - 1)));
    Storage same = storages.putIfAbsent(storage.key(), storage);
    if (same != null && !same.equals(storage)) {
      throw PickleMachine.refused("says two things of the storage " + Shown.name(storage.key()));
    }
    return storage;
  }

  @Override
  public PickleValue call(PickleValue called, PickleValue arguments) {
    return usual.call(called, arguments);
  }

  @Override
  public PickleValue create() {
    return usual.create();
  }

  @Override
  public void build(PickleValue object, PickleValue state) {
    usual.build(object, state);
  }
}
