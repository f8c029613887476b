package io.transferstudy.worker.weights;

/** How much of a file may be read: views may share a storage, but not without end. */
final class ReadingBound {
  /** Enough for views that share storages in any sane way. */
  private static final int MOST_READINGS = 16;

  private final long fileLength;
  private long bytes;

  ReadingBound(long fileLength) {
    this.fileLength = fileLength;
  }

  /**
   * Counts what is going to be read.
   *
   * @throws WeightsException if that is too much
   */
  void count(long more) {
    bytes += more;
    if (bytes > MOST_READINGS * fileLength) {
      throw new WeightsException(
          "its tensors share storages so that the file would be read %d times; save it again from"
                  .formatted(MOST_READINGS)
              + " tensors of their own");
    }
  }
}
