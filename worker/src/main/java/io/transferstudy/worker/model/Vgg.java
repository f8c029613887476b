package io.transferstudy.worker.model;

import static io.transferstudy.worker.torchscript.Activation.RELU;
import static java.util.Collections.nCopies;

import io.transferstudy.worker.torchscript.GraphBuilder;
import io.transferstudy.worker.torchscript.GraphBuilder.Wire;
import io.transferstudy.worker.torchscript.Init;
import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.torchscript.Window;
import java.util.List;

/**
 * VGG: Simonyan and Zisserman 2014, "Very Deep Convolutional Networks for Large-Scale Image
 * Recognition", arXiv:1409.1556, table 1, columns D and E: 3x3 convolutions only, no normalisation.
 * No dropout. Features are the inputs of the last layer. Keys: torchvision's. Weights fit one image
 * size only, for the first hidden layer sees every position.
 *
 * <p>{@code vgg-small} is one for images of 24 pixels with one hidden layer.
 */
final class Vgg {
  /** Widths of the convolutions between poolings, then of the hidden layers. */
  private record Shape(List<List<Integer>> stages, List<Integer> hidden) {}

  private static final Shape SMALL_SHAPE =
      new Shape(List.of(List.of(16, 16), List.of(32, 32), List.of(64)), List.of(128));

  private static final Paper PAPER =
      Paper.arXiv(
          "Simonyan and Zisserman",
          2014,
          "Very Deep Convolutional Networks for Large-Scale Image Recognition",
          "1409.1556");

  static final ModelEntry V16 = entry("vgg-16", "vgg16", ImagenetTop1.ofCheckpoint(0.715), 3);
  static final ModelEntry V19 = entry("vgg-19", "vgg19", ImagenetTop1.ofCheckpoint(0.711), 4);
  static final ModelEntry SMALL = SmallNetwork.entry("vgg-small", PAPER, builder(SMALL_SHAPE));

  private Vgg() {}

  /** Columns D and E differ in how many convolutions the last three stages have. */
  private static ModelEntry entry(String name, String torchvision, ImagenetTop1 top1, int deep) {
    var shape =
        new Shape(
            List.of(
                List.of(64, 64),
                List.of(128, 128),
                nCopies(deep, 256),
                nCopies(deep, 512),
                nCopies(deep, 512)),
            List.of(4096, 4096));
    Origin origin = Origin.of(PAPER, "torchvision " + torchvision);
    return ModelEntry.imagenet(name, 224, Preprocessing.IMAGENET, top1, origin, builder(shape));
  }

  private static ModelEntry.Builder builder(Shape shape) {
    return ModelEntry.unscaled((classes, size) -> build(classes, size, shape));
  }

  private static NetworkGraph build(int classes, int imageSize, Shape shape) {
    var net = new GraphBuilder(imageSize, 0);
    Wire x = net.input();
    int layer = 0; // counted as torchvision does: convolution, activation and pooling are one each
    for (List<Integer> stage : shape.stages()) {
      for (int channels : stage) {
        String key = "features." + layer;
        x = net.biasedConv(x, key, channels, Window.of(3).centred(), Init.KAIMING_FAN_IN);
        x = net.activate(x, RELU);
        layer += 2;
      }
      x = net.maxPool(x, Window.of(2).stride(2));
      layer++;
    }
    x = net.flatten(x);
    layer = 0; // linear, activation, dropout
    for (int width : shape.hidden()) {
      x = net.activate(net.linear(x, "classifier." + layer, width, Init.KAIMING_FAN_IN), RELU);
      layer += 3;
    }
    return net.classify(x, "classifier." + layer, classes);
  }
}
