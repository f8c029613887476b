package io.transferstudy.worker.torchscript;

/** The non-linearities in use, with the call that applies each. */
public enum Activation {
  RELU("torch.relu%s(%s)", "relu", ""),
  RELU6("torch.hardtanh%s(%s, 0., 6.)", "hardtanh", "0., 6."),
  TANH("torch.tanh%s(%s)", "tanh", "");

  private final String call;
  private final String fused;
  private final String scalars;

  /**
   * @param call with places for an underscore, if it is in place, and the input
   * @param fused its name where oneDNN computes it in the operation before
   * @param scalars its constants there
   */
  Activation(String call, String fused, String scalars) {
    this.call = call;
    this.fused = fused;
    this.scalars = scalars;
  }

  String fused() {
    return fused;
  }

  String scalars() {
    return scalars;
  }

  /** The TorchScript expression for {@code input}, in place if it may be overwritten. */
  String expression(String input, boolean inPlace) {
    return call.formatted(inPlace ? "_" : "", input);
  }
}
