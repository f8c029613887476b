package io.transferstudy.worker.model;

import io.transferstudy.worker.torchscript.GraphBuilder;
import io.transferstudy.worker.torchscript.GraphBuilder.Wire;
import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.torchscript.Window;
import java.util.List;

/**
 * Inception v1 (GoogLeNet) with batch normalisation: Szegedy et al. 2014, "Going Deeper with
 * Convolutions", arXiv:1409.4842, table 1 and figure 2b. As in TensorFlow's and torchvision's
 * networks, the branch that the paper calls 5x5 is a 3x3 convolution. No auxiliary classifiers, no
 * dropout. Keys: torchvision's {@code googlenet}.
 *
 * <p>{@code inception-small} is one for images of 24 pixels with true 5x5 convolutions.
 */
final class Inception {
  private static final double EPSILON = 1e-3;
  private static final double SMALL_EPSILON = 1e-5;

  /** Output channels: 1x1; reduction and 3x3; reduction and "5x5"; after the pooling. */
  private record Module(
      String name, int one, int reduce3, int three, int reduce5, int five, int pool) {}

  private static final List<Module> STAGE_3 =
      List.of(
          new Module("3a", 64, 96, 128, 16, 32, 32), new Module("3b", 128, 128, 192, 32, 96, 64));
  private static final List<Module> STAGE_4 =
      List.of(
          new Module("4a", 192, 96, 208, 16, 48, 64),
          new Module("4b", 160, 112, 224, 24, 64, 64),
          new Module("4c", 128, 128, 256, 24, 64, 64),
          new Module("4d", 112, 144, 288, 32, 64, 64),
          new Module("4e", 256, 160, 320, 32, 128, 128));
  private static final List<Module> STAGE_5 =
      List.of(
          new Module("5a", 256, 160, 320, 32, 128, 128),
          new Module("5b", 384, 192, 384, 48, 128, 128));

  private static final List<Module> SMALL_MODULES =
      List.of(
          new Module(".0", 8, 8, 16, 4, 8, 8),
          new Module(".1", 16, 12, 24, 8, 16, 8),
          new Module(".2", 32, 24, 48, 16, 32, 16));

  private static final Paper PAPER =
      Paper.arXiv("Szegedy et al.", 2014, "Going Deeper with Convolutions", "1409.4842");

  static final ModelEntry V1 =
      ModelEntry.imagenet(
          "inception-v1",
          224,
          Preprocessing.IMAGENET,
          ImagenetTop1.of(0.698, 0.73628),
          Origin.of(PAPER, "torchvision googlenet"),
          ModelEntry.unscaled(Inception::build));
  static final ModelEntry SMALL =
      SmallNetwork.entry("inception-small", PAPER, ModelEntry.unscaled(Inception::small));

  private Inception() {}

  private static NetworkGraph build(int classes, int imageSize) {
    var net = new GraphBuilder(imageSize, EPSILON);
    Window halving = Window.of(3).stride(2).roundingUp();
    Wire x = ConvUnit.of(net, net.input(), "conv1", 64, Window.of(7).stride(2).centred());
    x = net.maxPool(x, halving);
    x = ConvUnit.of(net, x, "conv2", 64);
    x = ConvUnit.of(net, x, "conv3", 192, 3, 3);
    x = modules(net, net.maxPool(x, halving), STAGE_3, 3);
    x = modules(net, net.maxPool(x, halving), STAGE_4, 3);
    x = modules(net, net.maxPool(x, Window.of(2).stride(2).roundingUp()), STAGE_5, 3);
    return net.classify(net.globalMean(x), "fc", classes);
  }

  private static NetworkGraph small(int classes, int imageSize) {
    var net = new GraphBuilder(imageSize, SMALL_EPSILON);
    Wire x = ConvUnit.of(net, net.input(), "stem", 16, 3, 3);
    for (Module module : SMALL_MODULES) {
      x = modules(net, net.maxPool(x, Window.of(2).stride(2)), List.of(module), 5);
    }
    return net.classify(net.globalMean(x), "fc", classes);
  }

  /**
   * Figure 2b, one after another.
   *
   * @param kernel of the branch that the paper calls 5x5
   */
  private static Wire modules(GraphBuilder net, Wire in, List<Module> modules, int kernel) {
    Wire x = in;
    for (Module module : modules) {
      String key = "inception" + module.name();
      Wire one = ConvUnit.of(net, x, key + ".branch1", module.one());
      Wire three = ConvUnit.of(net, x, key + ".branch2.0", module.reduce3());
      three = ConvUnit.of(net, three, key + ".branch2.1", module.three(), 3, 3);
      Wire five = ConvUnit.of(net, x, key + ".branch3.0", module.reduce5());
      five = ConvUnit.of(net, five, key + ".branch3.1", module.five(), kernel, kernel);
      Wire pool = net.maxPool(x, Window.of(3).centred());
      pool = ConvUnit.of(net, pool, key + ".branch4.1", module.pool());
      x = net.concat(one, three, five, pool);
    }
    return x;
  }
}
