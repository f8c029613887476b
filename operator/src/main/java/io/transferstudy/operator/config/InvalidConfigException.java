package io.transferstudy.operator.config;

/** A value of the config that the operator cannot work with; the message is for people. */
public final class InvalidConfigException extends RuntimeException {
  private static final long serialVersionUID = 1;

  InvalidConfigException(String message) {
    super(message);
  }
}
