package io.transferstudy.worker.model;

import static io.transferstudy.worker.torchscript.Activation.RELU6;

import io.transferstudy.worker.torchscript.GraphBuilder;
import io.transferstudy.worker.torchscript.GraphBuilder.Wire;
import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.torchscript.Window;
import java.util.List;

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

  static final Paper PAPER =
      Paper.arXiv(
          "Howard et al.",
          2017,
          "MobileNets: Efficient Convolutional Neural Networks for Mobile Vision Applications",
          "1704.04861");
  private static final Origin ORIGIN = Origin.of(PAPER, "timm mobilenetv1_100");

  static final ModelEntry SAME =
      entry("mobilenet-v1", Border.SAME, ImagenetTop1.of(0.709, 0.72388), ORIGIN);
  static final ModelEntry SYMMETRIC =
      entry(
          "mobilenet-v1-symmetric",
          Border.SYMMETRIC,
          ImagenetTop1.UNKNOWN,
          ORIGIN.variant("mobilenet-v1", Border.SYMMETRIC_VARIANT));

  private MobileNetV1() {}

  private static ModelEntry entry(String name, Border border, ImagenetTop1 top1, Origin origin) {
    return ModelEntry.imagenet(
        name,
        224,
        Preprocessing.HALF,
        top1,
        origin,
        (classes, width, size) -> build(classes, width, size, border));
  }

  private static NetworkGraph build(int classes, double width, int imageSize, Border border) {
    var net = new GraphBuilder(imageSize, EPSILON);
    Wire x = net.input();
    x =
        net.conv(
            x,
            "conv_stem",
            WidthMultiplier.scaled(STEM, width),
            border.of(Window.of(3).stride(2), x));
    x = net.activate(net.batchNorm(x, "bn1"), RELU6);
    for (int stage = 0; stage < STAGES.size(); stage++) {
      List<Integer> strides = STAGES.get(stage).strides();
      int channels = WidthMultiplier.scaled(STAGES.get(stage).channels(), width);
      for (int block = 0; block < strides.size(); block++) {
        String key = "blocks." + stage + "." + block;
        x =
            net.depthwise(
                x, key + ".conv_dw", border.of(Window.of(3).stride(strides.get(block)), x));
        x = net.activate(net.batchNorm(x, key + ".bn1"), RELU6);
        x = net.conv(x, key + ".conv_pw", channels, Window.of(1));
        x = net.activate(net.batchNorm(x, key + ".bn2"), RELU6);
      }
    }
    return net.classify(net.globalMean(x), "classifier", classes);
  }
}
