package io.transferstudy.worker.weights;

import java.util.Arrays;
import java.util.Optional;

/** The classes and functions that a state dict may name. Naming another is refused. */
sealed interface TorchGlobal extends PickleValue {

  /** Its name in Python. */
  String label();

  /** What may be called; the calls are made by {@link TorchCall}. */
  enum Callable implements TorchGlobal {
    ORDERED_DICT("collections.OrderedDict"),
    REBUILD_TENSOR("torch._utils._rebuild_tensor_v2"),
    REBUILD_OLD_TENSOR("torch._utils._rebuild_tensor"),
    REBUILD_PARAMETER("torch._utils._rebuild_parameter"),
    SIZE("torch.Size");

    private final String label;

    Callable(String label) {
      this.label = label;
    }

    @Override
    public String label() {
      return label;
    }
  }

  /** A storage class: it says what format its numbers have. */
  record StorageClass(NumberFormat format, String label) implements TorchGlobal {}

  /**
   * The class or function of that name.
   *
   * @throws WeightsException if a state dict has no use for it
   */
  static TorchGlobal named(String module, String name) {
    return known(module, name)
        .orElseThrow(() -> PickleMachine.refused("asks for " + Shown.name(module + "." + name)));
  }

  /** The class or function of that name, if a state dict has a use for it. */
  static Optional<TorchGlobal> known(String module, String name) {
    String label = module + "." + name;
    return Arrays.stream(Callable.values())
        .filter(callable -> callable.label.equals(label))
        .map(TorchGlobal.class::cast)
        .findFirst()
        .or(() -> storageClass(module, name));
  }

  private static Optional<TorchGlobal> storageClass(String module, String name) {
    return module.equals("torch")
        ? NumberFormat.ofTorchStorage(name)
            .map(format -> new StorageClass(format, module + "." + name))
        : Optional.empty();
  }
}
