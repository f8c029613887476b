package io.transferstudy.worker.dataset.procedural;

import io.transferstudy.worker.image.Chance;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Smooth outlines that were invented for the classes, one bar across. */
final class SilhouetteArtist implements Artist {
  private static final int FIRST_WAVE = 2;
  private static final int WAVES = 4;

  private final List<Outline> outlines;

  SilhouetteArtist(long seed, int classes) {
    outlines = IntStream.range(0, classes).mapToObj(i -> Outline.invent(seed, i)).toList();
  }

  @Override
  public void draw(Canvas canvas, int label, SplittableRandom random) {
    Outline outline = outlines.get(label);
    Placement placement = Placement.draw(random, 0.36, 0.46, 0.14, 0.5);
    Area area =
        (x, y) -> {
          double u = placement.u(x, y);
          double v = placement.v(x, y);
          double edge = outline.radius(StrictMath.atan2(v, u));
          return (Area.length(u, v) - edge) * placement.radius();
        };
    canvas.paint(area, Rgb.bright(random));
    canvas.paint(SourceArtist.line(random, random.nextDouble(1.5, 3)), Rgb.clutter(random));
  }

  /** r(theta) = 0.68 (1 + sum of a_k cos(k theta + phi_k)), k = 2..5. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Outline(double[] amplitudes, double[] phases) {

    static Outline invent(long seed, int label) {
      SplittableRandom random = Chance.random(seed, "silhouettes/class", label);
      var amplitudes = new double[WAVES];
      var phases = new double[WAVES];
      for (int i = 0; i < WAVES; i++) {
        amplitudes[i] = Draws.around(random, 0.33);
        phases[i] = Draws.angle(random);
      }
      return new Outline(amplitudes, phases);
    }

    double radius(double theta) {
      double sum = 1;
      for (int i = 0; i < WAVES; i++) {
        sum += amplitudes[i] * StrictMath.cos((i + FIRST_WAVE) * theta + phases[i]);
      }
      return 0.68 * sum;
    }
  }
}
