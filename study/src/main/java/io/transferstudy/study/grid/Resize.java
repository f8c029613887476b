package io.transferstudy.study.grid;

/** How an image of any shape becomes the square that a network sees in evaluation. */
public enum Resize {
  /** Shorter side to the input size, centre crop: (nearly) the whole image, as Kornblith et al. */
  WHOLE,
  /** Shorter side to floor(size / 0.875), centre crop: the usual ImageNet evaluation. */
  CENTRAL,
  /** Both sides to the input size; the aspect ratio is lost. */
  STRETCH
}
