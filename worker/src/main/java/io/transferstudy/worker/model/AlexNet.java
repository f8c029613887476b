package io.transferstudy.worker.model;

import static io.transferstudy.worker.torchscript.Activation.RELU;

import io.transferstudy.worker.torchscript.GraphBuilder;
import io.transferstudy.worker.torchscript.GraphBuilder.Wire;
import io.transferstudy.worker.torchscript.Init;
import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.torchscript.Window;

/**
 * After AlexNet: Krizhevsky et al. 2012, "ImageNet Classification with Deep Convolutional Neural
 * Networks", section 3.5, for 24-pixel images: a strided first layer, ReLU, no normalisation, no
 * dropout.
 */
final class AlexNet {
  private static final Paper PAPER =
      new Paper(
          "Krizhevsky et al.",
          2012,
          "ImageNet Classification with Deep Convolutional Neural Networks",
          "NIPS 2012");

  static final ModelEntry SMALL =
      SmallNetwork.entry("alexnet-small", PAPER, ModelEntry.unscaled(AlexNet::build));

  private AlexNet() {}

  private static NetworkGraph build(int classes, int imageSize) {
    var net = new GraphBuilder(imageSize, 0);
    Wire x = layer(net, net.input(), "conv1", 16, Window.of(5).stride(2).centred());
    x = net.maxPool(x, Window.of(2).stride(2));
    x = layer(net, x, "conv2", 32, Window.of(3).centred());
    x = layer(net, x, "conv3", 32, Window.of(3).centred());
    x = net.maxPool(x, Window.of(2).stride(2));
    x = net.activate(net.linear(net.flatten(x), "fc1", 96, Init.KAIMING_FAN_IN), RELU);
    return net.classify(x, "fc2", classes);
  }

  private static Wire layer(GraphBuilder net, Wire in, String key, int out, Window window) {
    return net.activate(net.biasedConv(in, key, out, window, Init.KAIMING_FAN_IN), RELU);
  }
}
