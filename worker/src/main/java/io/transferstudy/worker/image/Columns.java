package io.transferstudy.worker.image;

/**
 * Resizes the rows of an image, many at a time: their pixels in one column make a line, so that one
 * step of the sum goes through all of these rows at once.
 */
final class Columns {
  /** Rows at a time: enough for vector instructions, few enough for the fastest cache. */
  static final int ROWS = 64;

  private final Taps taps;
  private final int[][] ring;
  private final int[] line = new int[ROWS * Image.CHANNELS];

  Columns(Taps taps) {
    this.taps = taps;
    this.ring = new int[taps.stride()][line.length];
  }

  /** Numbers in a target row. */
  int length() {
    return taps.first().length * Image.CHANNELS;
  }

  /**
   * @param source pixels as bytes
   * @param at where the first row's pixel 0 begins
   * @param stride bytes from row to row
   * @param rows at most {@link #ROWS}
   * @param target row y goes to y modulo its length
   * @param to the first target row
   */
  void resize(byte[] source, int at, int stride, int rows, int[][] target, int to) {
    int next = taps.begin();
    for (int j = 0; j < taps.first().length; j++) {
      for (; next < taps.first()[j] + taps.count()[j]; next++) {
        gather(source, at + next * Image.CHANNELS, stride, rows, ring[next % ring.length]);
      }
      Rows.sum(ring, taps, j, line, rows * Image.CHANNELS);
      scatter(rows, j * Image.CHANNELS, target, to);
    }
  }

  private static void gather(byte[] source, int at, int stride, int rows, int[] line) {
    int from = at;
    for (int i = 0; i < rows * Image.CHANNELS; i += Image.CHANNELS, from += stride) {
      line[i] = source[from] & 0xFF;
      line[i + 1] = source[from + 1] & 0xFF;
      line[i + 2] = source[from + 2] & 0xFF;
    }
  }

  private void scatter(int rows, int at, int[][] target, int to) {
    int[] from = line;
    for (int y = 0; y < rows; y++) {
      int[] row = target[(to + y) % target.length];
      row[at] = from[y * Image.CHANNELS];
      row[at + 1] = from[y * Image.CHANNELS + 1];
      row[at + 2] = from[y * Image.CHANNELS + 2];
    }
  }
}
