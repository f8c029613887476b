package io.transferstudy.worker.stage;

/**
 * A request that no worker of this version can fulfil; the message names the value and the remedy.
 */
final class InvalidRequestException extends RuntimeException {
  private static final long serialVersionUID = 1;

  InvalidRequestException(String message) {
    super(message);
  }
}
