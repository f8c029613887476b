package io.transferstudy.study.json;

import org.jspecify.annotations.Nullable;

/** JSON that is not what it should be; the message says what is wrong. */
public final class MalformedJsonException extends RuntimeException {
  private static final long serialVersionUID = 1;

  MalformedJsonException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
