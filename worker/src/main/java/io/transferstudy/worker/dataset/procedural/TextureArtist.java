package io.transferstudy.worker.dataset.procedural;

import java.util.List;
import java.util.SplittableRandom;

/** A bright pattern on dark ground that fills the image. */
final class TextureArtist implements Artist {
  static final List<String> CLASSES =
      List.of(
          "fine-stripes",
          "coarse-stripes",
          "wavy-stripes",
          "checks",
          "lattice-dots",
          "scattered-dots",
          "grid",
          "bricks");

  private static final int SCATTERED = 22;

  @Override
  public void draw(Canvas canvas, int label, SplittableRandom random) {
    Rgb color = Rgb.bright(random);
    Area area =
        switch (CLASSES.get(label)) {
          case "fine-stripes" -> where(Waves.draw(random, 2.6, 3.8).stripes());
          case "coarse-stripes" -> where(Waves.draw(random, 5.5, 8.5).stripes());
          case "wavy-stripes" -> where(wavy(random));
          case "checks" -> where(Waves.draw(random, 6, 9).checks());
          case "lattice-dots" -> where(Waves.draw(random, 4.5, 6.5).dots());
          case "scattered-dots" -> scattered(random);
          case "grid" -> where(grid(random));
          case "bricks" -> bricks(random);
          default -> throw new IllegalArgumentException("no texture has label " + label);
        };
    canvas.paint(area, color);
  }

  /** A mask's second colour as a region, with its soft edge: coverage equals the mask. */
  private static Area where(Mask mask) {
    return (x, y) -> 0.5 - mask.at(x, y);
  }

  private static Mask wavy(SplittableRandom random) {
    Waves waves = Waves.draw(random, 4, 6);
    double amplitude = random.nextDouble(1.2, 2.2);
    double slower = random.nextDouble(0.35, 0.55);
    return (x, y) ->
        StrictMath.sin(waves.a(x, y) + amplitude * StrictMath.sin(slower * waves.b(x, y)));
  }

  private static Mask grid(SplittableRandom random) {
    Waves waves = Waves.draw(random, 5, 7);
    return (x, y) ->
        2 * (Math.max(StrictMath.cos(waves.a(x, y)), StrictMath.cos(waves.b(x, y))) - 0.75);
  }

  private static Area scattered(SplittableRandom random) {
    Area all = (_, _) -> Double.MAX_VALUE;
    for (int i = 0; i < SCATTERED; i++) {
      double x = random.nextDouble(Canvas.SIZE);
      Area dot = Area.disc(x, random.nextDouble(Canvas.SIZE), random.nextDouble(1.1, 1.7));
      Area before = all;
      all = (px, py) -> Math.min(before.distance(px, py), dot.distance(px, py));
    }
    return all;
  }

  /** Rows of bricks, every other one moved by half a brick, with dark mortar of a pixel or so. */
  private static Area bricks(SplittableRandom random) {
    double height = random.nextDouble(4, 5.5);
    double length = height * random.nextDouble(1.7, 2.2);
    double mortar = random.nextDouble(0.9, 1.4);
    Waves pixels = Waves.growing(random, 1);
    return (x, y) -> {
      double down = pixels.a(x, y) / height;
      double row = Math.floor(down);
      double along = pixels.b(x, y) / length + (row % 2 == 0 ? 0 : 0.5);
      double fromRow = Math.abs(down - row - 0.5) * height - height / 2;
      double fromJoint = Math.abs(along - Math.floor(along) - 0.5) * length - length / 2;
      return Math.max(fromRow, fromJoint) + mortar / 2;
    };
  }
}
