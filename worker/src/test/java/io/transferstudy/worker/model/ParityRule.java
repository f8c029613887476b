package io.transferstudy.worker.model;

import io.transferstudy.worker.weights.Tensor;

/** The rule that fills every tensor of a parity fixture; see the reference's PARITY.md. */
final class ParityRule {
  private ParityRule() {}

  static Tensor tensor(String name, long[] shape, String kind, double gain, long seed) {
    double scale =
        kind.equals("weight") ? gain * Math.sqrt(3.0 / (Tensor.count(shape) / shape[0])) : 0;
    var random = KeyedRandom.of(name, seed);
    var data = new float[Math.toIntExact(Tensor.count(shape))];
    for (int i = 0; i < data.length; i++) {
      double u = random.nextUniform();
      data[i] =
          (float)
              switch (kind) {
                case "weight" -> u * scale;
                case "bias", "bn_bias", "bn_mean" -> 0.1 * u;
                case "bn_weight" -> 1.0 + 0.2 * u;
                case "bn_var" -> 1.0 + 0.5 * Math.abs(u);
                case "unit" -> u;
                default -> throw new IllegalArgumentException(kind);
              };
    }
    return new Tensor(shape, data);
  }
}
