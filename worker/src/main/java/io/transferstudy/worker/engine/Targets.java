package io.transferstudy.worker.engine;

/** What the images of a batch show, to learn from. */
public sealed interface Targets {
  /**
   * One class each.
   *
   * @param labels of the images, one after another
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Classes(long[] labels) implements Targets {}

  /**
   * Any number of classes.
   *
   * @param marks row-major, images x classes: 1 where a class is shown, 0 where it is not, -1 where
   *     that is left out
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Marks(float[] marks) implements Targets {}
}
