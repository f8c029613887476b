package io.transferstudy.worker.download;

/** One try came to nothing, and the next may not. Never leaves this package. */
final class TransientFault extends Exception {
  private static final long serialVersionUID = 1L;

  TransientFault(String message) {
    super(message);
  }
}
