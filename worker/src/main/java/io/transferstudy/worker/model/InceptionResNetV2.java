package io.transferstudy.worker.model;

import static io.transferstudy.worker.torchscript.Activation.RELU;

import io.transferstudy.worker.torchscript.GraphBuilder;
import io.transferstudy.worker.torchscript.GraphBuilder.Wire;
import io.transferstudy.worker.torchscript.Init;
import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.torchscript.Window;

/**
 * Inception-ResNet v2: Szegedy et al. 2016, "Inception-v4, Inception-ResNet and the Impact of
 * Residual Connections on Learning", arXiv:1602.07261, figures 15 to 19, in the form that the
 * authors released: the stem of Inception v3, twice as many blocks as the paper draws. Residuals
 * are scaled down (section 3.3). No dropout. Keys: timm's {@code inception_resnet_v2}.
 */
final class InceptionResNetV2 {
  private static final double EPSILON = 1e-3;
  private static final Window HALVING = Window.of(3).stride(2);

  /** What a block adds to its input is scaled by this. */
  private static final double SCALE_35 = 0.17;

  private static final double SCALE_17 = 0.10;
  private static final double SCALE_8 = 0.20;

  static final ModelEntry V2 =
      ModelEntry.imagenet(
          "inception-resnet-v2",
          299,
          Preprocessing.HALF,
          ImagenetTop1.of(0.804, 0.80256),
          Origin.of(InceptionV4.PAPER, "timm inception_resnet_v2"),
          ModelEntry.unscaled(InceptionResNetV2::build));

  private InceptionResNetV2() {}

  private static NetworkGraph build(int classes, int imageSize) {
    var net = new GraphBuilder(imageSize, EPSILON);
    Wire x = ConvUnit.of(net, net.input(), "conv2d_1a", 32, HALVING);
    x = ConvUnit.of(net, x, "conv2d_2a", 32, Window.of(3));
    x = ConvUnit.of(net, x, "conv2d_2b", 64, 3, 3);
    x = net.maxPool(x, HALVING);
    x = ConvUnit.of(net, x, "conv2d_3b", 80);
    x = ConvUnit.of(net, x, "conv2d_4a", 192, Window.of(3));
    x = net.maxPool(x, HALVING);
    x = mixed(net, x, "mixed_5b");
    for (int i = 0; i < 10; i++) {
      String key = "repeat." + i;
      x = net.activate(residual(net, x, key, branches35(net, x, key), SCALE_35), RELU);
    }
    x = to17(net, x, "mixed_6a");
    for (int i = 0; i < 20; i++) {
      String key = "repeat_1." + i;
      x = net.activate(residual(net, x, key, branches17(net, x, key), SCALE_17), RELU);
    }
    x = to8(net, x, "mixed_7a");
    for (int i = 0; i < 9; i++) {
      String key = "repeat_2." + i;
      x = net.activate(residual(net, x, key, branches8(net, x, key), SCALE_8), RELU);
    }
    x = residual(net, x, "block8", branches8(net, x, "block8"), 1);
    x = ConvUnit.of(net, x, "conv2d_7b", 1536);
    return net.classify(net.globalMean(x), "classif", classes);
  }

  /** The input plus the scaled projection of its branches. */
  private static Wire residual(GraphBuilder net, Wire in, String key, Wire branches, double scale) {
    Wire up =
        net.biasedConv(
            branches, key + ".conv2d", in.channels(), Window.of(1), Init.KAIMING_FAN_OUT);
    return net.addScaled(in, up, scale);
  }

  private static Wire mixed(GraphBuilder net, Wire in, String key) {
    Wire one = ConvUnit.of(net, in, key + ".branch0", 96);
    Wire five = ConvUnit.of(net, in, key + ".branch1.0", 48);
    five = ConvUnit.of(net, five, key + ".branch1.1", 64, 5, 5);
    Wire twice = ConvUnit.of(net, in, key + ".branch2.0", 64);
    twice = ConvUnit.of(net, twice, key + ".branch2.1", 96, 3, 3);
    twice = ConvUnit.of(net, twice, key + ".branch2.2", 96, 3, 3);
    Wire pool = net.averagePool(in, Window.of(3).centred(), false);
    return net.concat(one, five, twice, ConvUnit.of(net, pool, key + ".branch3.1", 64));
  }

  /** Figure 16. */
  private static Wire branches35(GraphBuilder net, Wire in, String key) {
    Wire one = ConvUnit.of(net, in, key + ".branch0", 32);
    Wire three = ConvUnit.of(net, in, key + ".branch1.0", 32);
    three = ConvUnit.of(net, three, key + ".branch1.1", 32, 3, 3);
    Wire twice = ConvUnit.of(net, in, key + ".branch2.0", 32);
    twice = ConvUnit.of(net, twice, key + ".branch2.1", 48, 3, 3);
    twice = ConvUnit.of(net, twice, key + ".branch2.2", 64, 3, 3);
    return net.concat(one, three, twice);
  }

  /** Figure 7 with the widths of table 1: from 35 to 17 positions. */
  private static Wire to17(GraphBuilder net, Wire in, String key) {
    Wire three = ConvUnit.of(net, in, key + ".branch0", 384, HALVING);
    Wire twice = ConvUnit.of(net, in, key + ".branch1.0", 256);
    twice = ConvUnit.of(net, twice, key + ".branch1.1", 256, 3, 3);
    twice = ConvUnit.of(net, twice, key + ".branch1.2", 384, HALVING);
    return net.concat(three, twice, net.maxPool(in, HALVING));
  }

  /** Figure 17. */
  private static Wire branches17(GraphBuilder net, Wire in, String key) {
    Wire one = ConvUnit.of(net, in, key + ".branch0", 192);
    Wire seven = ConvUnit.of(net, in, key + ".branch1.0", 128);
    seven = ConvUnit.of(net, seven, key + ".branch1.1", 160, 1, 7);
    seven = ConvUnit.of(net, seven, key + ".branch1.2", 192, 7, 1);
    return net.concat(one, seven);
  }

  /** Figure 18: from 17 to 8 positions. */
  private static Wire to8(GraphBuilder net, Wire in, String key) {
    Wire first = ConvUnit.of(net, in, key + ".branch0.0", 256);
    first = ConvUnit.of(net, first, key + ".branch0.1", 384, HALVING);
    Wire second = ConvUnit.of(net, in, key + ".branch1.0", 256);
    second = ConvUnit.of(net, second, key + ".branch1.1", 288, HALVING);
    Wire twice = ConvUnit.of(net, in, key + ".branch2.0", 256);
    twice = ConvUnit.of(net, twice, key + ".branch2.1", 288, 3, 3);
    twice = ConvUnit.of(net, twice, key + ".branch2.2", 320, HALVING);
    return net.concat(first, second, twice, net.maxPool(in, HALVING));
  }

  /** Figure 19. */
  private static Wire branches8(GraphBuilder net, Wire in, String key) {
    Wire one = ConvUnit.of(net, in, key + ".branch0", 192);
    Wire three = ConvUnit.of(net, in, key + ".branch1.0", 192);
    three = ConvUnit.of(net, three, key + ".branch1.1", 224, 1, 3);
    three = ConvUnit.of(net, three, key + ".branch1.2", 256, 3, 1);
    return net.concat(one, three);
  }
}
