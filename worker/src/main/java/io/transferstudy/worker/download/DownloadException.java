package io.transferstudy.worker.download;

/**
 * A file that could not be downloaded. The message names the address without its secrets, what went
 * wrong and what can be done.
 */
public final class DownloadException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean mayPass;

  private DownloadException(String message, boolean mayPass) {
    super(message);
    this.mayPass = mayPass;
  }

  /** Another attempt would end the same way. */
  static DownloadException lasting(String message) {
    return new DownloadException(message, false);
  }

  /** Another attempt, later, may succeed. */
  static DownloadException passing(String message) {
    return new DownloadException(message, true);
  }

  /** Whether another attempt, later, may succeed with nothing changed. */
  public boolean mayPass() {
    return mayPass;
  }
}
