package io.transferstudy.worker.model;

import io.transferstudy.worker.torchscript.GraphBuilder;
import io.transferstudy.worker.torchscript.GraphBuilder.Wire;
import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.torchscript.Window;

/**
 * Inception v3: Szegedy et al. 2015, "Rethinking the Inception Architecture for Computer Vision",
 * arXiv:1512.00567, table 1 and figures 5 to 7, 10, as TensorFlow's authors released it. No
 * auxiliary classifier, no dropout. Keys: torchvision's and timm's {@code inception_v3}.
 */
final class InceptionV3 {
  private static final double EPSILON = 1e-3;
  private static final Window HALVING = Window.of(3).stride(2);

  static final ModelEntry V3 =
      ModelEntry.imagenet(
          "inception-v3",
          299,
          Preprocessing.HALF,
          ImagenetTop1.of(0.780, 0.78636),
          Origin.of(
              Paper.arXiv(
                  "Szegedy et al.",
                  2015,
                  "Rethinking the Inception Architecture for Computer Vision",
                  "1512.00567"),
              "torchvision inception_v3"),
          ModelEntry.unscaled(InceptionV3::build));

  private InceptionV3() {}

  private static NetworkGraph build(int classes, int imageSize) {
    var net = new GraphBuilder(imageSize, EPSILON);
    Wire x = ConvUnit.of(net, net.input(), "Conv2d_1a_3x3", 32, HALVING);
    x = ConvUnit.of(net, x, "Conv2d_2a_3x3", 32, Window.of(3));
    x = ConvUnit.of(net, x, "Conv2d_2b_3x3", 64, 3, 3);
    x = net.maxPool(x, HALVING);
    x = ConvUnit.of(net, x, "Conv2d_3b_1x1", 80);
    x = ConvUnit.of(net, x, "Conv2d_4a_3x3", 192, Window.of(3));
    x = net.maxPool(x, HALVING);
    x = grid35(net, x, "Mixed_5b", 32);
    x = grid35(net, x, "Mixed_5c", 64);
    x = grid35(net, x, "Mixed_5d", 64);
    x = to17(net, x, "Mixed_6a");
    x = grid17(net, x, "Mixed_6b", 128);
    x = grid17(net, x, "Mixed_6c", 160);
    x = grid17(net, x, "Mixed_6d", 160);
    x = grid17(net, x, "Mixed_6e", 192);
    x = to8(net, x, "Mixed_7a");
    x = grid8(net, x, "Mixed_7b");
    x = grid8(net, x, "Mixed_7c");
    return net.classify(net.globalMean(x), "fc", classes);
  }

  /** Figure 5, with the 5x5 kept. */
  private static Wire grid35(GraphBuilder net, Wire in, String key, int pooled) {
    Wire one = ConvUnit.of(net, in, key + ".branch1x1", 64);
    Wire five = ConvUnit.of(net, in, key + ".branch5x5_1", 48);
    five = ConvUnit.of(net, five, key + ".branch5x5_2", 64, 5, 5);
    Wire twice = ConvUnit.of(net, in, key + ".branch3x3dbl_1", 64);
    twice = ConvUnit.of(net, twice, key + ".branch3x3dbl_2", 96, 3, 3);
    twice = ConvUnit.of(net, twice, key + ".branch3x3dbl_3", 96, 3, 3);
    return net.concat(one, five, twice, pooled(net, in, key, pooled));
  }

  /** Figure 10: from 35 to 17 positions. */
  private static Wire to17(GraphBuilder net, Wire in, String key) {
    Wire three = ConvUnit.of(net, in, key + ".branch3x3", 384, HALVING);
    Wire twice = ConvUnit.of(net, in, key + ".branch3x3dbl_1", 64);
    twice = ConvUnit.of(net, twice, key + ".branch3x3dbl_2", 96, 3, 3);
    twice = ConvUnit.of(net, twice, key + ".branch3x3dbl_3", 96, HALVING);
    return net.concat(three, twice, net.maxPool(in, HALVING));
  }

  /** Figure 6 with n = 7. */
  private static Wire grid17(GraphBuilder net, Wire in, String key, int width) {
    Wire one = ConvUnit.of(net, in, key + ".branch1x1", 192);
    Wire seven = ConvUnit.of(net, in, key + ".branch7x7_1", width);
    seven = ConvUnit.of(net, seven, key + ".branch7x7_2", width, 1, 7);
    seven = ConvUnit.of(net, seven, key + ".branch7x7_3", 192, 7, 1);
    Wire twice = ConvUnit.of(net, in, key + ".branch7x7dbl_1", width);
    twice = ConvUnit.of(net, twice, key + ".branch7x7dbl_2", width, 7, 1);
    twice = ConvUnit.of(net, twice, key + ".branch7x7dbl_3", width, 1, 7);
    twice = ConvUnit.of(net, twice, key + ".branch7x7dbl_4", width, 7, 1);
    twice = ConvUnit.of(net, twice, key + ".branch7x7dbl_5", 192, 1, 7);
    return net.concat(one, seven, twice, pooled(net, in, key, 192));
  }

  /** From 17 to 8 positions. */
  private static Wire to8(GraphBuilder net, Wire in, String key) {
    Wire three = ConvUnit.of(net, in, key + ".branch3x3_1", 192);
    three = ConvUnit.of(net, three, key + ".branch3x3_2", 320, HALVING);
    Wire seven = ConvUnit.of(net, in, key + ".branch7x7x3_1", 192);
    seven = ConvUnit.of(net, seven, key + ".branch7x7x3_2", 192, 1, 7);
    seven = ConvUnit.of(net, seven, key + ".branch7x7x3_3", 192, 7, 1);
    seven = ConvUnit.of(net, seven, key + ".branch7x7x3_4", 192, HALVING);
    return net.concat(three, seven, net.maxPool(in, HALVING));
  }

  /** Figure 7: branches that end side by side. */
  private static Wire grid8(GraphBuilder net, Wire in, String key) {
    Wire one = ConvUnit.of(net, in, key + ".branch1x1", 320);
    Wire three = ConvUnit.of(net, in, key + ".branch3x3_1", 384);
    Wire threeWide = ConvUnit.of(net, three, key + ".branch3x3_2a", 384, 1, 3);
    Wire threeHigh = ConvUnit.of(net, three, key + ".branch3x3_2b", 384, 3, 1);
    Wire twice = ConvUnit.of(net, in, key + ".branch3x3dbl_1", 448);
    twice = ConvUnit.of(net, twice, key + ".branch3x3dbl_2", 384, 3, 3);
    Wire twiceWide = ConvUnit.of(net, twice, key + ".branch3x3dbl_3a", 384, 1, 3);
    Wire twiceHigh = ConvUnit.of(net, twice, key + ".branch3x3dbl_3b", 384, 3, 1);
    return net.concat(one, threeWide, threeHigh, twiceWide, twiceHigh, pooled(net, in, key, 192));
  }

  private static Wire pooled(GraphBuilder net, Wire in, String key, int out) {
    Wire x = net.averagePool(in, Window.of(3).centred(), true);
    return ConvUnit.of(net, x, key + ".branch_pool", out);
  }
}
