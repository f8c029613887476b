package io.transferstudy.worker.model;

import static io.transferstudy.worker.torchscript.Activation.TANH;

import io.transferstudy.worker.torchscript.GraphBuilder;
import io.transferstudy.worker.torchscript.GraphBuilder.Wire;
import io.transferstudy.worker.torchscript.Init;
import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.torchscript.Window;

/**
 * After LeNet-5: LeCun et al. 1998, "Gradient-Based Learning Applied to Document Recognition",
 * figure 2, for 24-pixel colour images: plain average pooling, every map connected to every one
 * before, one hidden layer.
 */
final class LeNet {
  private static final Paper PAPER =
      new Paper(
          "LeCun et al.",
          1998,
          "Gradient-Based Learning Applied to Document Recognition",
          "Proceedings of the IEEE 86(11)");

  static final ModelEntry SMALL =
      SmallNetwork.entry("lenet-small", PAPER, ModelEntry.unscaled(LeNet::build));

  private LeNet() {}

  private static NetworkGraph build(int classes, int imageSize) {
    var net = new GraphBuilder(imageSize, 0);
    Wire x = net.biasedConv(net.input(), "conv1", 6, Window.of(5).centred(), Init.LECUN);
    x = net.averagePool(net.activate(x, TANH), Window.of(2).stride(2), true);
    x = net.biasedConv(x, "conv2", 16, Window.of(5), Init.LECUN);
    x = net.averagePool(net.activate(x, TANH), Window.of(2).stride(2), true);
    x = net.activate(net.linear(net.flatten(x), "fc1", 64, Init.LECUN), TANH);
    return net.classify(x, "fc2", classes);
  }
}
