package io.transferstudy.worker.image;

/** The mirror images that keep an image's class: a property of a data set. */
public enum Flip {
  /** Neither: letters, silhouettes. */
  NONE,
  /** Left and right may be exchanged: photographs. */
  HORIZONTAL,
  /** Top and bottom too: textures. */
  BOTH
}
