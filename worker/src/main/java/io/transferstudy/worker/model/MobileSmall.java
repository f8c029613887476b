package io.transferstudy.worker.model;

import static io.transferstudy.worker.torchscript.Activation.RELU;

import io.transferstudy.worker.torchscript.GraphBuilder;
import io.transferstudy.worker.torchscript.GraphBuilder.Wire;
import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.torchscript.Window;
import java.util.List;

/**
 * After MobileNet v1 (arXiv:1704.04861), for 24-pixel images: a stem that keeps the size, six
 * separable blocks, plain ReLU. Two widths are in the catalogue; the multiplier scales them
 * further.
 */
final class MobileSmall {
  private static final double EPSILON = 1e-5;
  private static final int STEM = 32;
  private static final List<Block> BLOCKS =
      List.of(
          new Block(64, 2),
          new Block(128, 1),
          new Block(128, 2),
          new Block(256, 1),
          new Block(256, 2),
          new Block(512, 1));

  private record Block(int channels, int stride) {}

  static final ModelEntry QUARTER = entry("mobile-small-025", 0.25);
  static final ModelEntry HALF = entry("mobile-small-050", 0.5);

  private MobileSmall() {}

  private static ModelEntry entry(String name, double base) {
    return SmallNetwork.entry(
        name, MobileNetV1.PAPER, (classes, width, size) -> build(classes, base * width, size));
  }

  private static NetworkGraph build(int classes, double width, int imageSize) {
    var net = new GraphBuilder(imageSize, EPSILON);
    Wire x = net.conv(net.input(), "conv_stem", scaled(STEM, width), Window.of(3).centred());
    x = net.activate(net.batchNorm(x, "bn1"), RELU);
    for (int i = 0; i < BLOCKS.size(); i++) {
      Block block = BLOCKS.get(i);
      String key = "blocks." + i;
      x = net.depthwise(x, key + ".conv_dw", Window.of(3).stride(block.stride()).centred());
      x = net.activate(net.batchNorm(x, key + ".bn1"), RELU);
      x = net.conv(x, key + ".conv_pw", scaled(block.channels(), width), Window.of(1));
      x = net.activate(net.batchNorm(x, key + ".bn2"), RELU);
    }
    return net.classify(net.globalMean(x), "classifier", classes);
  }

  private static int scaled(int channels, double width) {
    return Math.max(8, (int) Math.round(WidthMultiplier.exact(channels, width)));
  }
}
