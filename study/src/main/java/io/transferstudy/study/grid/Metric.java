package io.transferstudy.study.grid;

/** What a data set is scored by, on validation images as on test images. */
public enum Metric {
  /** Correct ones of all images. */
  TOP_1("top-1", "top1"),
  /**
   * Mean over classes of the correct ones of a class, so that a rare class counts as a common one.
   */
  MEAN_PER_CLASS("mean per-class", "mean-per-class"),
  /**
   * Of images that show several classes: mean over classes of the average precision, which is the
   * mean over recalls 0, 0.1, ... 1 of the highest precision at that recall or a higher one, where
   * difficult images are left out.
   */
  ELEVEN_POINT_MAP("11-point mAP", "11-point-map");

  private final String label;
  private final String code;

  Metric(String label, String code) {
    this.label = label;
    this.code = code;
  }

  /** For people. */
  public String label() {
    return label;
  }

  /** As tables and status have it. */
  public String code() {
    return code;
  }
}
