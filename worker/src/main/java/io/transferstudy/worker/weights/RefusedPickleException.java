package io.transferstudy.worker.weights;

/** A pickle that says more, or something else, than its reader understands. */
final class RefusedPickleException extends WeightsException {
  private static final long serialVersionUID = 1L;

  private final String what;

  /**
   * @param what follows "its pickle"
   * @param remedy what helps where a state dict was expected
   */
  RefusedPickleException(String what, String remedy) {
    super("its pickle " + what + remedy);
    this.what = what;
  }

  /** What is wrong with it, without a remedy. */
  String what() {
    return what;
  }
}
