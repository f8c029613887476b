package io.transferstudy.worker.image;

/**
 * Which source positions, with which fixed-point weights, make each target position along one axis:
 * Pillow's {@code precompute_coeffs} and {@code normalize_coeffs_8bpc}. Shrinking widens the kernel
 * by the scale, which is the antialiasing.
 *
 * @param first the first source position of each target position
 * @param count how many follow from there
 * @param weights {@code stride} weights per target position, scaled by 2^{@link #PRECISION}
 * @param stride the distance between two target positions' weights
 */
record Taps(int[] first, int[] count, int[] weights, int stride) {
  /** Bits behind the point, so that a sum of weighted bytes stays within 32 bits. */
  static final int PRECISION = 32 - 8 - 2;

  /**
   * @param source what is resized
   * @param target length that it is resized to
   * @param from first target position wanted
   * @param length number of target positions wanted
   */
  static Taps of(Axis source, int target, int from, int length, Filter filter) {
    double scale = source.length() / target;
    double stretch = Math.max(1, scale);
    double support = filter.support() * stretch;
    int stride = (int) Math.ceil(support) * 2 + 1;
    var first = new int[length];
    var count = new int[length];
    var weights = new int[length * stride];
    var row = new double[stride];
    for (int i = 0; i < length; i++) {
      double centre = source.begin() + (from + i + 0.5) * scale;
      first[i] = Math.max(0, (int) (centre - support + 0.5));
      count[i] = Math.min(source.pixels(), (int) (centre + support + 0.5)) - first[i];
      double sum = 0;
      for (int k = 0; k < count[i]; k++) {
        row[k] = filter.weight((k + first[i] - centre + 0.5) * (1 / stretch));
        sum += row[k];
      }
      for (int k = 0; k < count[i]; k++) {
        weights[i * stride + k] = fixed(sum == 0 ? row[k] : row[k] / sum);
      }
    }
    return new Taps(first, count, weights, stride);
  }

  /** The first source position that is used at all. */
  int begin() {
    return first[0];
  }

  /** One past the last source position that is used. */
  int end() {
    return first[first.length - 1] + count[first.length - 1];
  }

  private static int fixed(double weight) {
    double scaled = weight * (1 << PRECISION);
    return (int) (weight < 0 ? scaled - 0.5 : scaled + 0.5);
  }
}
