package io.transferstudy.worker.image;

import java.nio.file.Path;

/**
 * A data set that cannot be used as it is. The message names the file or class and what is wrong
 * with it, for a person to mend.
 */
public final class BadDataException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public BadDataException(String message) {
    super(message);
  }

  /** What is wrong with one file or folder. */
  public static BadDataException in(Path file, String problem) {
    return new BadDataException(file + ": " + problem);
  }
}
