package io.transferstudy.worker.model;

import static io.transferstudy.worker.torchscript.Activation.RELU;

import io.transferstudy.worker.torchscript.GraphBuilder;
import io.transferstudy.worker.torchscript.GraphBuilder.Wire;
import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.torchscript.Window;

/**
 * DenseNet-BC: Huang et al. 2016, "Densely Connected Convolutional Networks", arXiv:1608.06993,
 * table 1: growth 32, compression 0.5. Keys: torchvision's.
 */
final class DenseNet {
  private static final double EPSILON = 1e-5;
  private static final int GROWTH = 32;

  /** Width of the 1x1 convolution before each 3x3, in growths. */
  private static final int BOTTLENECK = 4;

  private static final Paper PAPER =
      Paper.arXiv("Huang et al.", 2016, "Densely Connected Convolutional Networks", "1608.06993");

  static final ModelEntry D121 =
      entry("densenet-121", "densenet121", ImagenetTop1.of(0.750, 0.75644), 6, 12, 24, 16);
  static final ModelEntry D169 =
      entry("densenet-169", "densenet169", ImagenetTop1.of(0.762, 0.76726), 6, 12, 32, 32);
  static final ModelEntry D201 =
      entry("densenet-201", "densenet201", ImagenetTop1.of(0.774, 0.77136), 6, 12, 48, 32);

  private DenseNet() {}

  private static ModelEntry entry(
      String name, String torchvision, ImagenetTop1 top1, int... layers) {
    return ModelEntry.imagenet(
        name,
        224,
        Preprocessing.IMAGENET,
        top1,
        Origin.of(PAPER, "torchvision " + torchvision),
        ModelEntry.unscaled((classes, size) -> build(classes, size, layers)));
  }

  private static NetworkGraph build(int classes, int imageSize, int[] layers) {
    var net = new GraphBuilder(imageSize, EPSILON);
    Wire x = net.conv(net.input(), "features.conv0", 2 * GROWTH, Window.of(7).stride(2).centred());
    x = normalised(net, x, "features.norm0");
    x = net.maxPool(x, Window.of(3).stride(2).centred());
    for (int block = 1; block <= layers.length; block++) {
      if (block > 1) {
        x = transition(net, x, "features.transition" + (block - 1));
      }
      for (int layer = 1; layer <= layers[block - 1]; layer++) {
        x = dense(net, x, "features.denseblock" + block + ".denselayer" + layer);
      }
    }
    x = normalised(net, x, "features.norm5");
    return net.classify(net.globalMean(x), "classifier", classes);
  }

  /** The input with one more growth of channels. */
  private static Wire dense(GraphBuilder net, Wire in, String key) {
    Wire x = normalised(net, in, key + ".norm1");
    x = net.conv(x, key + ".conv1", BOTTLENECK * GROWTH, Window.of(1));
    x = normalised(net, x, key + ".norm2");
    return net.concat(in, net.conv(x, key + ".conv2", GROWTH, Window.of(3).centred()));
  }

  /** Half the channels, half the size. */
  private static Wire transition(GraphBuilder net, Wire in, String key) {
    Wire x = normalised(net, in, key + ".norm");
    x = net.conv(x, key + ".conv", in.channels() / 2, Window.of(1));
    return net.averagePool(x, Window.of(2).stride(2), false);
  }

  private static Wire normalised(GraphBuilder net, Wire in, String key) {
    return net.activate(net.batchNorm(in, key), RELU);
  }
}
