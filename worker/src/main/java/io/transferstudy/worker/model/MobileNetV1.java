package io.transferstudy.worker.model;

import static io.transferstudy.worker.torchscript.Activation.RELU6;

import io.transferstudy.worker.torchscript.GraphBuilder;
import io.transferstudy.worker.torchscript.GraphBuilder.Wire;
import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.torchscript.Window;
import java.util.List;
import java.util.OptionalDouble;

/**
 * MobileNet v1: Howard et al. 2017, "MobileNets: Efficient Convolutional Neural Networks for Mobile
 * Vision Applications", arXiv:1704.04861, table 1. ReLU6 as in the authors' release.
 *
 * <p>The authors' networks pad as TensorFlow does (SAME); PyTorch's retrained ones symmetrically.
 * Same keys, other function: weights of one are wrong in the other. Keys: timm's {@code
 * mobilenetv1_100}.
 */
final class MobileNetV1 {
  private static final double EPSILON = 1e-5;
  private static final int STEM = 32;

  /** Strides of the separable blocks by stage; each stage has one width. */
  private static final List<Stage> STAGES =
      List.of(
          new Stage(64, 1),
          new Stage(128, 2, 1),
          new Stage(256, 2, 1),
          new Stage(512, 2, 1, 1, 1, 1, 1),
          new Stage(1024, 2, 1));

  private record Stage(int channels, List<Integer> strides) {
    Stage(int channels, Integer... strides) {
      this(channels, List.of(strides));
    }
  }

  private enum Border {
    SAME,
    SYMMETRIC;

    Window of(int stride, Wire input) {
      Window window = Window.of(3).stride(stride);
      return switch (this) {
        case SAME -> window.same(input.height(), input.width());
        case SYMMETRIC -> window.centred();
      };
    }
  }

  static final ModelEntry SAME = entry("mobilenet-v1", Border.SAME, OptionalDouble.of(0.709));
  static final ModelEntry SYMMETRIC =
      entry("mobilenet-v1-symmetric", Border.SYMMETRIC, OptionalDouble.empty());

  private MobileNetV1() {}

  private static ModelEntry entry(String name, Border border, OptionalDouble top1) {
    return new ModelEntry(
        name,
        224,
        Preprocessing.HALF,
        1000,
        top1,
        (classes, width, size) -> build(classes, width, size, border));
  }

  private static NetworkGraph build(int classes, double width, int imageSize, Border border) {
    var net = new GraphBuilder(imageSize, EPSILON);
    Wire x = net.input();
    x = net.conv(x, "conv_stem", scaled(STEM, width), border.of(2, x));
    x = net.activate(net.batchNorm(x, "bn1"), RELU6);
    for (int stage = 0; stage < STAGES.size(); stage++) {
      List<Integer> strides = STAGES.get(stage).strides();
      int channels = scaled(STAGES.get(stage).channels(), width);
      for (int block = 0; block < strides.size(); block++) {
        String key = "blocks." + stage + "." + block;
        x = net.depthwise(x, key + ".conv_dw", border.of(strides.get(block), x));
        x = net.activate(net.batchNorm(x, key + ".bn1"), RELU6);
        x = net.conv(x, key + ".conv_pw", channels, Window.of(1));
        x = net.activate(net.batchNorm(x, key + ".bn2"), RELU6);
      }
    }
    return net.classify(net.globalMean(x), "classifier", classes);
  }

  /** The nearest multiple of 8, at least 8 and no more than a tenth below the exact product. */
  private static int scaled(int channels, double width) {
    if (!(width > 0 && width <= 4)) {
      throw new IllegalArgumentException("width multiplier must be in (0, 4], got " + width);
    }
    double exact = channels * width;
    int rounded = Math.max(8, (int) (exact + 4) / 8 * 8);
    return rounded < 0.9 * exact ? rounded + 8 : rounded;
  }
}
