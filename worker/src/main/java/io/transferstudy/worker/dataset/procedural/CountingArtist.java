package io.transferstudy.worker.dataset.procedural;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** One to five objects of a kind, of about one size, apart from each other. */
final class CountingArtist implements Artist {
  private static final List<Shape> KINDS = List.of(Shape.DISC, Shape.SQUARE, Shape.TRIANGLE);
  private static final double GAP = 1;
  private static final int TRIES = 60;

  @Override
  public void draw(Canvas canvas, int label, SplittableRandom random) {
    Shape kind = KINDS.get(random.nextInt(KINDS.size()));
    Rgb color = Rgb.bright(random);
    List<Placement> objects = List.of();
    while (objects.size() <= label) {
      objects = scatter(label + 1, random);
    }
    objects.forEach(object -> canvas.paint(object.area(kind), color));
  }

  /** So many objects, or fewer if their size leaves no room. */
  private static List<Placement> scatter(int count, SplittableRandom random) {
    double base = random.nextDouble(2.2, 4.2);
    var objects = new ArrayList<Placement>();
    for (int i = 0; i < TRIES && objects.size() < count; i++) {
      double radius = base * random.nextDouble(0.85, 1.15);
      double x = random.nextDouble(radius, Canvas.SIZE - radius);
      double y = random.nextDouble(radius, Canvas.SIZE - radius);
      if (objects.stream()
          .allMatch(
              o -> Area.length(o.centreX() - x, o.centreY() - y) >= o.radius() + radius + GAP)) {
        objects.add(Placement.of(x, y, radius, Draws.angle(random), 1));
      }
    }
    return objects;
  }
}
