package io.transferstudy.worker.model;

/** What the small networks for 24 x 24 images have in common. */
final class SmallNetwork {
  private static final int IMAGE_SIZE = 24;

  /** The classes of the quickstart's source task: 6 shapes in 4 textures. */
  private static final int SOURCE_CLASSES = 24;

  /** Pixels are mostly mid-grey: x = (p / 255 - 0.5) / 0.25. */
  private static final Preprocessing QUARTER = Preprocessing.uniform(0.5, 0.25);

  private SmallNetwork() {}

  static ModelEntry entry(String name, Paper paper, ModelEntry.Builder builder) {
    return new ModelEntry(
        name,
        IMAGE_SIZE,
        QUARTER,
        SOURCE_CLASSES,
        ImagenetTop1.UNKNOWN,
        Origin.after(paper),
        builder);
  }
}
