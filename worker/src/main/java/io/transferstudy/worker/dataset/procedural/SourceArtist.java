package io.transferstudy.worker.dataset.procedural;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Six shapes in four textures, with clutter behind and sometimes a line in front. */
final class SourceArtist implements Artist {
  static final List<String> CLASSES = classes();

  private enum Texture {
    PLAIN,
    STRIPES,
    CHECKS,
    DOTS
  }

  @Override
  public void draw(Canvas canvas, int label, SplittableRandom random) {
    int clutter = random.nextInt(4);
    for (int i = 0; i < clutter; i++) {
      canvas.paint(clutter(random), Rgb.clutter(random));
    }
    Area shape =
        Placement.draw(random, 0.30, 0.45, 0.13, 0.5)
            .stretched(random.nextDouble(0.85, 1.18))
            .area(Shape.values()[label / Texture.values().length]);
    Rgb first = Rgb.bright(random);
    Rgb second = first.other(random, 0.5);
    Waves waves = Waves.draw(random, 3.2, 5.2);
    switch (Texture.values()[label % Texture.values().length]) {
      case PLAIN -> canvas.paint(shape, first);
      case STRIPES -> canvas.paint(shape, waves.stripes(), first, second);
      case CHECKS -> canvas.paint(shape, waves.checks(), first, second);
      case DOTS -> canvas.paint(shape, waves.dots(), first, second);
    }
    if (random.nextBoolean()) {
      canvas.paint(line(random, random.nextDouble(1, 2)), Rgb.clutter(random));
    }
  }

  /** A line or a disc. */
  private static Area clutter(SplittableRandom random) {
    if (random.nextBoolean()) {
      return line(random, random.nextDouble(1, 2.5));
    }
    double x = random.nextDouble(Canvas.SIZE);
    return Area.disc(x, random.nextDouble(Canvas.SIZE), random.nextDouble(1.5, 4));
  }

  /** From anywhere to anywhere. */
  static Area line(SplittableRandom random, double width) {
    double x0 = random.nextDouble(Canvas.SIZE);
    double y0 = random.nextDouble(Canvas.SIZE);
    double x1 = random.nextDouble(Canvas.SIZE);
    return Area.segment(x0, y0, x1, random.nextDouble(Canvas.SIZE), width);
  }

  private static List<String> classes() {
    var names = new ArrayList<String>();
    for (Shape shape : Shape.values()) {
      for (Texture texture : Texture.values()) {
        names.add((shape.name() + "-" + texture.name()).toLowerCase(Locale.ROOT));
      }
    }
    return List.copyOf(names);
  }
}
