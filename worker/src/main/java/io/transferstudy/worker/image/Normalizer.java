package io.transferstudy.worker.image;

import io.transferstudy.worker.model.Preprocessing;
import java.nio.FloatBuffer;

/** From bytes to the numbers that a network expects: (p / 255 - mean) / std, channel by channel. */
public final class Normalizer {
  private final float[][] values = new float[Image.CHANNELS][256];

  public Normalizer(Preprocessing preprocessing) {
    for (int c = 0; c < Image.CHANNELS; c++) {
      for (int p = 0; p < 256; p++) {
        double mean = preprocessing.mean().get(c);
        values[c][p] = (float) ((p / 255.0 - mean) / preprocessing.std().get(c));
      }
    }
  }

  /**
   * Writes a view as [3, size, size].
   *
   * @param position of its first number in the target
   */
  void write(View view, FloatBuffer target, int position) {
    Image square = view.square();
    int width = square.width();
    int height = square.height();
    var row = new float[width];
    for (int c = 0; c < Image.CHANNELS; c++) {
      for (int y = 0; y < height; y++) {
        fill(view, c, y, row);
        target.put(position + (c * height + y) * width, row);
      }
    }
  }

  private void fill(View view, int channel, int y, float[] row) {
    Image square = view.square();
    byte[] rgb = square.rgb();
    float[] value = values[channel];
    int width = square.width();
    int shifted = y - view.shiftY();
    boolean inside = shifted >= 0 && shifted < square.height();
    int line = view.mirrorY() ? square.height() - 1 - shifted : shifted;
    for (int x = 0; x < width; x++) {
      int from = x - view.shiftX();
      if (inside && from >= 0 && from < width) {
        int column = view.mirrorX() ? width - 1 - from : from;
        row[x] = value[rgb[(line * width + column) * Image.CHANNELS + channel] & 0xFF];
      } else {
        row[x] = 0;
      }
    }
  }
}
