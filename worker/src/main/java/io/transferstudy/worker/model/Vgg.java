package io.transferstudy.worker.model;

import static io.transferstudy.worker.torchscript.Activation.RELU;

import io.transferstudy.worker.torchscript.GraphBuilder;
import io.transferstudy.worker.torchscript.GraphBuilder.Wire;
import io.transferstudy.worker.torchscript.Init;
import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.torchscript.Window;
import java.util.List;

/**
 * After VGG: Simonyan and Zisserman 2014, "Very Deep Convolutional Networks for Large-Scale Image
 * Recognition", arXiv:1409.1556, table 1, for 24-pixel images: 3x3 convolutions only, no
 * normalisation, one hidden layer. Keys count layers as torchvision's {@code features} do.
 */
final class Vgg {
  /** Widths of the convolutions between poolings. */
  private static final List<List<Integer>> SMALL_STAGES =
      List.of(List.of(16, 16), List.of(32, 32), List.of(64));

  static final ModelEntry SMALL = SmallNetwork.entry("vgg-small", Vgg::build);

  private Vgg() {}

  private static NetworkGraph build(int classes, double width, int imageSize) {
    SmallNetwork.requireUnscaled(width);
    var net = new GraphBuilder(imageSize, 0);
    Wire x = net.input();
    int layer = 0;
    for (List<Integer> stage : SMALL_STAGES) {
      for (int channels : stage) {
        String key = "features." + layer;
        x = net.biasedConv(x, key, channels, Window.of(3).centred(), Init.KAIMING_FAN_IN);
        x = net.activate(x, RELU);
        layer += 2;
      }
      x = net.maxPool(x, Window.of(2).stride(2));
      layer++;
    }
    x = net.linear(net.flatten(x), "classifier.0", 128, Init.KAIMING_FAN_IN);
    return net.classify(net.activate(x, RELU), "classifier.3", classes);
  }
}
