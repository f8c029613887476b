package io.transferstudy.worker.dataset;

/** What a data set's own community scores it by. */
public enum Metric {
  /** Correct ones of all test images. */
  TOP_1("top-1"),
  /** Mean over classes of the correct ones of a class. */
  MEAN_PER_CLASS("mean per-class"),
  /**
   * Mean over classes of the average precision: the mean over recalls 0, 0.1, ... 1 of the highest
   * precision at that recall or a higher one, where difficult images are left out.
   */
  ELEVEN_POINT_MAP("11-point mAP");

  private final String label;

  Metric(String label) {
    this.label = label;
  }

  /** For people. */
  public String label() {
    return label;
  }
}
