package io.transferstudy.worker.model;

import static io.transferstudy.worker.torchscript.Activation.RELU;

import io.transferstudy.worker.torchscript.GraphBuilder;
import io.transferstudy.worker.torchscript.GraphBuilder.Wire;
import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.torchscript.Window;
import java.util.List;

/**
 * Residual networks: He et al. 2015, "Deep Residual Learning for Image Recognition",
 * arXiv:1512.03385, table 1. Plain names have the stride of a bottleneck in its 3x3 convolution
 * ("v1.5"), as most public weights do; {@code -v1} ones in its first 1x1, as the paper does. Same
 * keys, other function. Published accuracies are those of networks called v1. Keys: torchvision's.
 *
 * <p>{@code resnet-8} is a small one for images of 24 pixels: a 3x3 stem and one basic block per
 * stage, each halving the image.
 */
final class ResNet {
  private static final double EPSILON = 1e-5;

  /** How a residual branch is built, and how much wider it ends than it is inside. */
  private enum Block {
    /** Two 3x3, the stride in the first. */
    BASIC(1),
    /** 1x1, 3x3, 1x1, the stride in the 3x3. */
    BOTTLENECK(4),
    /** The same with the stride in the first 1x1. */
    STRIDE_FIRST(4);

    final int expansion;

    Block(int expansion) {
      this.expansion = expansion;
    }
  }

  /** One stage: {@code blocks} blocks of {@code width}, the first with that stride. */
  private record Stage(int blocks, int width, int stride) {}

  /** The layers before the first stage. */
  private enum Stem {
    /** 7x7 of 64 with stride 2, maximum pooling with stride 2. */
    LARGE,
    /** 3x3 of 16. */
    SMALL
  }

  private static final List<Stage> FIFTY = stages(3, 4, 6, 3);
  private static final List<Stage> HUNDRED_AND_ONE = stages(3, 4, 23, 3);
  private static final List<Stage> HUNDRED_AND_FIFTY_TWO = stages(3, 8, 36, 3);

  private static final Paper PAPER =
      Paper.arXiv("He et al.", 2015, "Deep Residual Learning for Image Recognition", "1512.03385");

  static final ModelEntry R50 = strideLater("resnet-50", FIFTY, origin("resnet50"));
  static final ModelEntry R101 = strideLater("resnet-101", HUNDRED_AND_ONE, origin("resnet101"));
  static final ModelEntry R152 =
      strideLater("resnet-152", HUNDRED_AND_FIFTY_TWO, origin("resnet152"));

  static final ModelEntry R50_V1 = strideFirst(R50, FIFTY, ImagenetTop1.of(0.752, 0.76928));
  static final ModelEntry R101_V1 =
      strideFirst(R101, HUNDRED_AND_ONE, ImagenetTop1.of(0.764, 0.78558));
  static final ModelEntry R152_V1 =
      strideFirst(R152, HUNDRED_AND_FIFTY_TWO, ImagenetTop1.of(0.768, 0.79288));

  static final ModelEntry R8 =
      SmallNetwork.entry(
          "resnet-8",
          PAPER,
          builder(
              Stem.SMALL,
              Block.BASIC,
              List.of(new Stage(1, 32, 2), new Stage(1, 64, 2), new Stage(1, 128, 2))));

  private ResNet() {}

  /** Table 1: widths 64, 128, 256, 512, each stage but the first halving the image. */
  private static List<Stage> stages(int first, int second, int third, int fourth) {
    return List.of(
        new Stage(first, 64, 1),
        new Stage(second, 128, 2),
        new Stage(third, 256, 2),
        new Stage(fourth, 512, 2));
  }

  private static Origin origin(String torchvision) {
    return Origin.of(PAPER, "torchvision " + torchvision);
  }

  private static ModelEntry strideLater(String name, List<Stage> stages, Origin origin) {
    return large(name, Block.BOTTLENECK, stages, ImagenetTop1.UNKNOWN, origin);
  }

  /** The paper's form of a network. */
  private static ModelEntry strideFirst(ModelEntry later, List<Stage> stages, ImagenetTop1 top1) {
    Origin origin =
        later
            .origin()
            .variant(
                later.name(), "halves in the first 1x1 of a block, not in its 3x3 (the paper)");
    return large(later.name() + "-v1", Block.STRIDE_FIRST, stages, top1, origin);
  }

  private static ModelEntry large(
      String name, Block block, List<Stage> stages, ImagenetTop1 top1, Origin origin) {
    return ModelEntry.imagenet(
        name, 224, Preprocessing.IMAGENET, top1, origin, builder(Stem.LARGE, block, stages));
  }

  private static ModelEntry.Builder builder(Stem stem, Block block, List<Stage> stages) {
    return ModelEntry.unscaled((classes, size) -> build(classes, size, stem, block, stages));
  }

  private static NetworkGraph build(
      int classes, int imageSize, Stem stem, Block block, List<Stage> stages) {
    var net = new GraphBuilder(imageSize, EPSILON);
    Wire x = stem(net, stem);
    for (int stage = 0; stage < stages.size(); stage++) {
      Stage shape = stages.get(stage);
      for (int index = 0; index < shape.blocks(); index++) {
        String key = "layer" + (stage + 1) + "." + index;
        x = block(net, x, key, block, shape.width(), index == 0 ? shape.stride() : 1);
      }
    }
    return net.classify(net.globalMean(x), "fc", classes);
  }

  private static Wire stem(GraphBuilder net, Stem stem) {
    return switch (stem) {
      case LARGE -> {
        Wire x = net.conv(net.input(), "conv1", 64, Window.of(7).stride(2).centred());
        x = net.activate(net.batchNorm(x, "bn1"), RELU);
        yield net.maxPool(x, Window.of(3).stride(2).centred());
      }
      case SMALL -> {
        Wire x = net.conv(net.input(), "conv1", 16, Window.of(3).centred());
        yield net.activate(net.batchNorm(x, "bn1"), RELU);
      }
    };
  }

  private static Wire block(
      GraphBuilder net, Wire in, String key, Block block, int width, int stride) {
    int out = width * block.expansion;
    Wire x =
        switch (block) {
          case BASIC -> {
            Wire y = normalised(net, in, key, 1, width, Window.of(3).stride(stride).centred());
            y = net.activate(y, RELU);
            yield normalised(net, y, key, 2, out, Window.of(3).centred());
          }
          case BOTTLENECK ->
              bottleneck(net, in, key, width, Window.of(1), Window.of(3).stride(stride).centred());
          case STRIDE_FIRST ->
              bottleneck(net, in, key, width, Window.of(1).stride(stride), Window.of(3).centred());
        };
    return net.activate(net.add(x, shortcut(net, in, key, out, stride)), RELU);
  }

  private static Wire bottleneck(
      GraphBuilder net, Wire in, String key, int width, Window first, Window second) {
    Wire x = net.activate(normalised(net, in, key, 1, width, first), RELU);
    x = net.activate(normalised(net, x, key, 2, width, second), RELU);
    return normalised(net, x, key, 3, width * Block.BOTTLENECK.expansion, Window.of(1));
  }

  private static Wire normalised(
      GraphBuilder net, Wire in, String key, int index, int out, Window window) {
    return net.batchNorm(net.conv(in, key + ".conv" + index, out, window), key + ".bn" + index);
  }

  /** The input itself where the shape stays, else a projection (the paper's option B). */
  private static Wire shortcut(GraphBuilder net, Wire in, String key, int out, int stride) {
    if (stride == 1 && in.channels() == out) {
      return in;
    }
    Wire x = net.conv(in, key + ".downsample.0", out, Window.of(1).stride(stride));
    return net.batchNorm(x, key + ".downsample.1");
  }
}
