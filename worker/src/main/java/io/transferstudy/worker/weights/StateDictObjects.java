package io.transferstudy.worker.weights;

import io.transferstudy.worker.weights.PickleValue.Dictionary;

/** A state dict's: the few classes and functions of {@link TorchGlobal}, and no objects besides. */
final class StateDictObjects implements PickleObjects {
  @Override
  public PickleValue global(String module, String name) {
    return TorchGlobal.named(module, name);
  }

  @Override
  public PickleValue persistent(PickleValue id) {
    return TorchCall.storage(id);
  }

  @Override
  public PickleValue call(PickleValue called, PickleValue arguments) {
    return TorchCall.of(called, arguments);
  }

  @Override
  public PickleValue create() {
    throw PickleMachine.refused("has the opcode " + Opcode.NEWOBJ);
  }

  /** An ordered dictionary's attributes, such as the versions of modules, are not needed. */
  @Override
  public void build(PickleValue object, PickleValue state) {
    if (!(object instanceof Dictionary) || !(state instanceof Dictionary)) {
      throw PickleMachine.refused("gives " + object.kind() + " attributes");
    }
  }
}
