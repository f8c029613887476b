package io.transferstudy.worker.torchscript;

/** The non-linearities in use, with the call that applies each. */
public enum Activation {
  RELU("torch.relu%s(%s)"),
  RELU6("torch.hardtanh%s(%s, 0., 6.)"),
  TANH("torch.tanh%s(%s)");

  private final String call;

  Activation(String call) {
    this.call = call;
  }

  /** The TorchScript expression for {@code input}, in place if it may be overwritten. */
  String expression(String input, boolean inPlace) {
    return call.formatted(inPlace ? "_" : "", input);
  }
}
