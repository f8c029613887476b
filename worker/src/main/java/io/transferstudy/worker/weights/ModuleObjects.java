package io.transferstudy.worker.weights;

import io.transferstudy.worker.weights.PickleValue.Opaque;
import io.transferstudy.worker.weights.PickleValue.Storage;
import io.transferstudy.worker.weights.PickleValue.Tuple;
import io.transferstudy.worker.weights.PickleValue.Whole;
import java.util.ArrayList;
import java.util.List;

/**
 * A TorchScript module's: objects of whatever class stay closed, and what is remembered are the
 * storages that they name and the views into them.
 */
final class ModuleObjects implements PickleObjects {
  private static final int VIEW_ARGUMENTS = 4;
  private static final Opaque OBJECT = new Opaque("an object");

  private final List<Storage> storages = new ArrayList<>();

  /** Every storage that was named, as often as it was. */
  List<Storage> storages() {
    return List.copyOf(storages);
  }

  @Override
  public PickleValue global(String module, String name) {
    return TorchGlobal.known(module, name)
        .map(PickleValue.class::cast)
        .orElseGet(() -> new Opaque(module + "." + name));
  }

  @Override
  public PickleValue persistent(PickleValue id) {
    Storage storage = TorchCall.storage(id);
    storages.add(storage);
    return storage;
  }

  @Override
  public PickleValue call(PickleValue called, PickleValue arguments) {
    if (called == TorchGlobal.Callable.REBUILD_TENSOR) {
      requireInside(arguments);
    }
    return OBJECT;
  }

  @Override
  public PickleValue create() {
    return OBJECT;
  }

  @Override
  public void build(PickleValue object, PickleValue state) {
    // Its tensors were seen when they were made.
  }

  private static void requireInside(PickleValue arguments) {
    if (arguments instanceof Tuple(var items)
        && items.size() >= VIEW_ARGUMENTS
        && items.get(0) instanceof Storage storage
        && items.get(1) instanceof Whole(long offset)
        && items.get(2) instanceof Tuple(var shape)
        && items.get(3) instanceof Tuple(var strides)) {
      new TensorView(storage, offset, TorchCall.wholes(shape), TorchCall.wholes(strides))
          .requireInside("a tensor");
      return;
    }
    throw PickleMachine.refused("makes a tensor of something else than a storage");
  }
}
