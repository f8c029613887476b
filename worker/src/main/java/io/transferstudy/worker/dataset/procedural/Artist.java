package io.transferstudy.worker.dataset.procedural;

import java.util.SplittableRandom;

/** Draws the figure of a class on a canvas that has its ground. */
interface Artist {
  void draw(Canvas canvas, int label, SplittableRandom random);
}
