package io.transferstudy.worker.model;

import static io.transferstudy.worker.torchscript.Activation.RELU;

import io.transferstudy.worker.torchscript.GraphBuilder;
import io.transferstudy.worker.torchscript.GraphBuilder.Wire;
import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.torchscript.Window;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Residual networks: He et al. 2015, "Deep Residual Learning for Image Recognition",
 * arXiv:1512.03385, table 1. In bottlenecks the stride sits in the 3x3 convolution ("v1.5"), where
 * the paper has it in the 1x1 before; table entries of TensorFlow's v1 networks are about another
 * function, so no published accuracy is given. Keys: torchvision's.
 *
 * <p>{@code resnet-8} is a small one for images of 24 pixels: a 3x3 stem and one basic block per
 * stage, each halving the image.
 */
final class ResNet {
  private static final double EPSILON = 1e-5;

  /** How a residual branch is built, and how much wider it ends than it is inside. */
  private enum Block {
    BASIC(1),
    BOTTLENECK(4);

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

  static final ModelEntry R50 =
      new ModelEntry(
          "resnet-50",
          224,
          Preprocessing.IMAGENET,
          1000,
          OptionalDouble.empty(),
          unscaled(Stem.LARGE, Block.BOTTLENECK, stages(3, 4, 6, 3)));

  static final ModelEntry R8 =
      SmallNetwork.entry(
          "resnet-8",
          unscaled(
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

  private static ModelEntry.Builder unscaled(Stem stem, Block block, List<Stage> stages) {
    return (classes, width, size) -> {
      SmallNetwork.requireUnscaled(width);
      return build(classes, size, stem, block, stages);
    };
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
    Window strided = Window.of(3).stride(stride).centred();
    Wire x =
        switch (block) {
          case BASIC -> {
            Wire y = normalised(net, in, key, 1, width, strided);
            y = net.activate(y, RELU);
            yield normalised(net, y, key, 2, out, Window.of(3).centred());
          }
          case BOTTLENECK -> {
            Wire y = net.activate(normalised(net, in, key, 1, width, Window.of(1)), RELU);
            y = net.activate(normalised(net, y, key, 2, width, strided), RELU);
            yield normalised(net, y, key, 3, out, Window.of(1));
          }
        };
    return net.activate(net.add(x, shortcut(net, in, key, out, stride)), RELU);
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
