package io.transferstudy.worker.model;

import io.transferstudy.worker.torchscript.GraphBuilder;
import io.transferstudy.worker.torchscript.GraphBuilder.Wire;
import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.torchscript.Window;

/**
 * Inception v4: Szegedy et al. 2016, "Inception-v4, Inception-ResNet and the Impact of Residual
 * Connections on Learning", arXiv:1602.07261, figures 3 to 9. No dropout. Keys: timm's {@code
 * inception_v4}, which numbers the modules.
 */
final class InceptionV4 {
  private static final double EPSILON = 1e-3;
  private static final Window HALVING = Window.of(3).stride(2);

  /** Describes both networks of that year. */
  static final Paper PAPER =
      Paper.arXiv(
          "Szegedy et al.",
          2016,
          "Inception-v4, Inception-ResNet and the Impact of Residual Connections on Learning",
          "1602.07261");

  static final ModelEntry V4 =
      ModelEntry.imagenet(
          "inception-v4",
          299,
          Preprocessing.HALF,
          ImagenetTop1.of(0.802, 0.79918),
          Origin.of(PAPER, "timm inception_v4"),
          ModelEntry.unscaled(InceptionV4::build));

  private InceptionV4() {}

  private static NetworkGraph build(int classes, int imageSize) {
    var net = new GraphBuilder(imageSize, EPSILON);
    Wire x = stem(net);
    for (int i = 6; i <= 9; i++) {
      x = moduleA(net, x, key(i));
    }
    x = reductionA(net, x, key(10));
    for (int i = 11; i <= 17; i++) {
      x = moduleB(net, x, key(i));
    }
    x = reductionB(net, x, key(18));
    for (int i = 19; i <= 21; i++) {
      x = moduleC(net, x, key(i));
    }
    return net.classify(net.globalMean(x), "last_linear", classes);
  }

  private static String key(int module) {
    return "features." + module;
  }

  /** Figure 3. */
  private static Wire stem(GraphBuilder net) {
    Wire x = ConvUnit.of(net, net.input(), key(0), 32, HALVING);
    x = ConvUnit.of(net, x, key(1), 32, Window.of(3));
    x = ConvUnit.of(net, x, key(2), 64, 3, 3);
    x = net.concat(net.maxPool(x, HALVING), ConvUnit.of(net, x, key(3) + ".conv", 96, HALVING));
    Wire plain = ConvUnit.of(net, x, key(4) + ".branch0.0", 64);
    plain = ConvUnit.of(net, plain, key(4) + ".branch0.1", 96, Window.of(3));
    Wire seven = ConvUnit.of(net, x, key(4) + ".branch1.0", 64);
    seven = ConvUnit.of(net, seven, key(4) + ".branch1.1", 64, 1, 7);
    seven = ConvUnit.of(net, seven, key(4) + ".branch1.2", 64, 7, 1);
    seven = ConvUnit.of(net, seven, key(4) + ".branch1.3", 96, Window.of(3));
    x = net.concat(plain, seven);
    return net.concat(ConvUnit.of(net, x, key(5) + ".conv", 192, HALVING), net.maxPool(x, HALVING));
  }

  /** Figure 4. */
  private static Wire moduleA(GraphBuilder net, Wire in, String key) {
    Wire one = ConvUnit.of(net, in, key + ".branch0", 96);
    Wire three = ConvUnit.of(net, in, key + ".branch1.0", 64);
    three = ConvUnit.of(net, three, key + ".branch1.1", 96, 3, 3);
    Wire twice = ConvUnit.of(net, in, key + ".branch2.0", 64);
    twice = ConvUnit.of(net, twice, key + ".branch2.1", 96, 3, 3);
    twice = ConvUnit.of(net, twice, key + ".branch2.2", 96, 3, 3);
    return net.concat(one, three, twice, pooled(net, in, key, 96));
  }

  /** Figure 7 with the widths of table 1. */
  private static Wire reductionA(GraphBuilder net, Wire in, String key) {
    Wire three = ConvUnit.of(net, in, key + ".branch0", 384, HALVING);
    Wire twice = ConvUnit.of(net, in, key + ".branch1.0", 192);
    twice = ConvUnit.of(net, twice, key + ".branch1.1", 224, 3, 3);
    twice = ConvUnit.of(net, twice, key + ".branch1.2", 256, HALVING);
    return net.concat(three, twice, net.maxPool(in, HALVING));
  }

  /** Figure 5. */
  private static Wire moduleB(GraphBuilder net, Wire in, String key) {
    Wire one = ConvUnit.of(net, in, key + ".branch0", 384);
    Wire seven = ConvUnit.of(net, in, key + ".branch1.0", 192);
    seven = ConvUnit.of(net, seven, key + ".branch1.1", 224, 1, 7);
    seven = ConvUnit.of(net, seven, key + ".branch1.2", 256, 7, 1);
    Wire twice = ConvUnit.of(net, in, key + ".branch2.0", 192);
    twice = ConvUnit.of(net, twice, key + ".branch2.1", 192, 7, 1);
    twice = ConvUnit.of(net, twice, key + ".branch2.2", 224, 1, 7);
    twice = ConvUnit.of(net, twice, key + ".branch2.3", 224, 7, 1);
    twice = ConvUnit.of(net, twice, key + ".branch2.4", 256, 1, 7);
    return net.concat(one, seven, twice, pooled(net, in, key, 128));
  }

  /** Figure 8. */
  private static Wire reductionB(GraphBuilder net, Wire in, String key) {
    Wire three = ConvUnit.of(net, in, key + ".branch0.0", 192);
    three = ConvUnit.of(net, three, key + ".branch0.1", 192, HALVING);
    Wire seven = ConvUnit.of(net, in, key + ".branch1.0", 256);
    seven = ConvUnit.of(net, seven, key + ".branch1.1", 256, 1, 7);
    seven = ConvUnit.of(net, seven, key + ".branch1.2", 320, 7, 1);
    seven = ConvUnit.of(net, seven, key + ".branch1.3", 320, HALVING);
    return net.concat(three, seven, net.maxPool(in, HALVING));
  }

  /** Figure 6. */
  private static Wire moduleC(GraphBuilder net, Wire in, String key) {
    Wire one = ConvUnit.of(net, in, key + ".branch0", 256);
    Wire three = ConvUnit.of(net, in, key + ".branch1_0", 384);
    Wire threeWide = ConvUnit.of(net, three, key + ".branch1_1a", 256, 1, 3);
    Wire threeHigh = ConvUnit.of(net, three, key + ".branch1_1b", 256, 3, 1);
    Wire twice = ConvUnit.of(net, in, key + ".branch2_0", 384);
    twice = ConvUnit.of(net, twice, key + ".branch2_1", 448, 3, 1);
    twice = ConvUnit.of(net, twice, key + ".branch2_2", 512, 1, 3);
    Wire twiceWide = ConvUnit.of(net, twice, key + ".branch2_3a", 256, 1, 3);
    Wire twiceHigh = ConvUnit.of(net, twice, key + ".branch2_3b", 256, 3, 1);
    return net.concat(one, threeWide, threeHigh, twiceWide, twiceHigh, pooled(net, in, key, 256));
  }

  private static Wire pooled(GraphBuilder net, Wire in, String key, int out) {
    Wire x = net.averagePool(in, Window.of(3).centred(), false);
    return ConvUnit.of(net, x, key + ".branch3.1", out);
  }
}
