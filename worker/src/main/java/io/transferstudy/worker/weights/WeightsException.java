package io.transferstudy.worker.weights;

import java.nio.file.Path;

/** A weights file that cannot be used, or does not fit the network. The message names the place. */
public class WeightsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public WeightsException(String message) {
    super(message);
  }

  public WeightsException(String message, Throwable cause) {
    super(message, cause);
  }

  /** A file that is there, for others. */
  public static WeightsException notAllowed(Path file, Throwable cause) {
    return new WeightsException(file + ": may not be read by this user", cause);
  }

  /** The same about a file that the message does not name yet. */
  WeightsException in(Path file) {
    return new WeightsException(file + ": " + getMessage(), this);
  }
}
