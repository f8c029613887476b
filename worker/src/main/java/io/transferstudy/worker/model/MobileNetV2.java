package io.transferstudy.worker.model;

import static io.transferstudy.worker.torchscript.Activation.RELU6;

import io.transferstudy.worker.torchscript.GraphBuilder;
import io.transferstudy.worker.torchscript.GraphBuilder.Wire;
import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.torchscript.Window;
import java.util.List;

/**
 * MobileNet v2: Sandler et al. 2018, "MobileNetV2: Inverted Residuals and Linear Bottlenecks",
 * arXiv:1801.04381, table 2. A width multiplier below 1 leaves the last convolution as it is.
 *
 * <p>Plain names pad as TensorFlow does, like the authors' weights; {@code -symmetric} ones like
 * networks trained in PyTorch. Keys: timm's {@code mobilenetv2_100}.
 */
final class MobileNetV2 {
  private static final double EPSILON = 1e-5;
  private static final int STEM = 32;
  private static final int HEAD = 1280;

  /** Table 2: expansion factor, output channels, blocks, stride of the first. */
  private record Stage(int expansion, int channels, int blocks, int stride) {}

  private static final List<Stage> STAGES =
      List.of(
          new Stage(1, 16, 1, 1),
          new Stage(6, 24, 2, 2),
          new Stage(6, 32, 3, 2),
          new Stage(6, 64, 4, 2),
          new Stage(6, 96, 3, 1),
          new Stage(6, 160, 3, 2),
          new Stage(6, 320, 1, 1));

  private static final Paper PAPER =
      Paper.arXiv(
          "Sandler et al.",
          2018,
          "MobileNetV2: Inverted Residuals and Linear Bottlenecks",
          "1801.04381");
  private static final Origin ORIGIN = Origin.of(PAPER, "timm mobilenetv2_100");
  private static final Origin WIDE_ORIGIN = Origin.of(PAPER, "timm mobilenetv2_140");

  static final ModelEntry SAME =
      entry("mobilenet-v2", 1, Border.SAME, ImagenetTop1.of(0.719, 0.71666), ORIGIN);
  static final ModelEntry SYMMETRIC =
      entry(
          "mobilenet-v2-symmetric",
          1,
          Border.SYMMETRIC,
          ImagenetTop1.UNKNOWN,
          ORIGIN.variant("mobilenet-v2", Border.SYMMETRIC_VARIANT));
  static final ModelEntry WIDE =
      entry("mobilenet-v2-140", 1.4, Border.SAME, ImagenetTop1.of(0.749, 0.74658), WIDE_ORIGIN);
  static final ModelEntry WIDE_SYMMETRIC =
      entry(
          "mobilenet-v2-140-symmetric",
          1.4,
          Border.SYMMETRIC,
          ImagenetTop1.UNKNOWN,
          WIDE_ORIGIN.variant("mobilenet-v2-140", Border.SYMMETRIC_VARIANT));

  private MobileNetV2() {}

  private static ModelEntry entry(
      String name, double base, Border border, ImagenetTop1 top1, Origin origin) {
    return ModelEntry.imagenet(
        name,
        224,
        border == Border.SAME ? Preprocessing.HALF : Preprocessing.IMAGENET,
        top1,
        origin,
        (classes, width, size) -> build(classes, base * width, size, border));
  }

  private static NetworkGraph build(int classes, double width, int imageSize, Border border) {
    var net = new GraphBuilder(imageSize, EPSILON);
    Wire x = net.input();
    int stem = WidthMultiplier.scaled(STEM, width);
    x = net.conv(x, "conv_stem", stem, border.of(Window.of(3).stride(2), x));
    x = net.activate(net.batchNorm(x, "bn1"), RELU6);
    for (int stage = 0; stage < STAGES.size(); stage++) {
      Stage shape = STAGES.get(stage);
      int channels = WidthMultiplier.scaled(shape.channels(), width);
      for (int index = 0; index < shape.blocks(); index++) {
        String key = "blocks." + stage + "." + index;
        Window window = border.of(Window.of(3).stride(index == 0 ? shape.stride() : 1), x);
        x =
            shape.expansion() == 1
                ? separable(net, x, key, channels, window)
                : inverted(net, x, key, shape.expansion(), channels, window);
      }
    }
    x = net.conv(x, "conv_head", WidthMultiplier.scaled(HEAD, Math.max(1, width)), Window.of(1));
    x = net.activate(net.batchNorm(x, "bn2"), RELU6);
    return net.classify(net.globalMean(x), "classifier", classes);
  }

  /** A block without expansion. */
  private static Wire separable(GraphBuilder net, Wire in, String key, int out, Window window) {
    Wire x = net.depthwise(in, key + ".conv_dw", window);
    x = net.activate(net.batchNorm(x, key + ".bn1"), RELU6);
    return net.batchNorm(net.conv(x, key + ".conv_pw", out, Window.of(1)), key + ".bn2");
  }

  /** Figure 4: widen, filter, narrow without activation, and add the input if shapes allow. */
  private static Wire inverted(
      GraphBuilder net, Wire in, String key, int expansion, int out, Window window) {
    Wire x = net.conv(in, key + ".conv_pw", expansion * in.channels(), Window.of(1));
    x = net.activate(net.batchNorm(x, key + ".bn1"), RELU6);
    x = net.depthwise(x, key + ".conv_dw", window);
    x = net.activate(net.batchNorm(x, key + ".bn2"), RELU6);
    x = net.batchNorm(net.conv(x, key + ".conv_pwl", out, Window.of(1)), key + ".bn3");
    return window.stride() == 1 && in.channels() == out ? net.add(in, x) : x;
  }
}
