package io.transferstudy.worker.model;

import static io.transferstudy.worker.torchscript.Activation.RELU;

import io.transferstudy.worker.torchscript.GraphBuilder;
import io.transferstudy.worker.torchscript.GraphBuilder.Wire;
import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.torchscript.Window;

/**
 * NASNet-A: Zoph et al. 2017, "Learning Transferable Architectures for Scalable Image Recognition",
 * arXiv:1707.07012, figure 4: Mobile is 4 @ 1056, Large 6 @ 4032 (table 2). TensorFlow's borders;
 * no auxiliary classifier, no dropped paths. An average of stride 2 counts the border's zeros, one
 * of stride 1 does not. Keys: timm's {@code nasnetalarge}; the small one leaves out the numbers of
 * the cells that it lacks, as the package pretrainedmodels does.
 */
final class NasNetA {
  private static final double EPSILON = 1e-3;

  /** Numbers that the keys of one stage take up. */
  private static final int CELL_NUMBERS = 6;

  private static final int STAGES = 3;

  /** A cell of the first stage has this many channels for each that comes out at the end. */
  private static final int FEATURES_PER_FILTER = 24;

  /**
   * What tells the networks apart.
   *
   * @param stem channels of the first convolution
   * @param filters channels of the first stage's cells
   * @param cells normal cells of each stage
   * @param skipsReductionInput whether the first cell after a reduction sees, as its older input,
   *     what the reduction had as its own older input, instead of its newer one; as released
   */
  private record Shape(int stem, int filters, int cells, boolean skipsReductionInput) {}

  private static final Paper PAPER =
      Paper.arXiv(
          "Zoph et al.",
          2017,
          "Learning Transferable Architectures for Scalable Image Recognition",
          "1707.07012");

  static final ModelEntry MOBILE =
      entry(
          "nasnet-a-mobile",
          224,
          ImagenetTop1.of(0.740, 0.73568),
          Origin.of(PAPER, "pretrainedmodels nasnetamobile"),
          new Shape(32, 1056 / FEATURES_PER_FILTER, 4, false));
  static final ModelEntry LARGE =
      entry(
          "nasnet-a-large",
          331,
          ImagenetTop1.of(0.827, 0.80768),
          Origin.of(PAPER, "timm nasnetalarge"),
          new Shape(96, 4032 / FEATURES_PER_FILTER, 6, true));

  private final GraphBuilder net;

  private NasNetA(GraphBuilder net) {
    this.net = net;
  }

  private static ModelEntry entry(
      String name, int imageSize, ImagenetTop1 top1, Origin origin, Shape shape) {
    return ModelEntry.imagenet(
        name,
        imageSize,
        Preprocessing.HALF,
        top1,
        origin,
        ModelEntry.unscaled(
            (classes, size) -> new NasNetA(new GraphBuilder(size, EPSILON)).build(classes, shape)));
  }

  private NetworkGraph build(int classes, Shape shape) {
    int filters = shape.filters();
    Wire conv0 = net.conv(net.input(), "conv0.conv", shape.stem(), Window.of(3).stride(2));
    conv0 = net.batchNorm(conv0, "conv0.bn");
    String stem0 = "cell_stem_0";
    Wire previous = reduction(stem0, fit(conv0, stem0 + ".conv_1x1", filters / 4), conv0);
    String stem1 = "cell_stem_1";
    Wire fitted = fit(previous, stem1 + ".conv_1x1", filters / 2);
    Wire x = reduction(stem1, fitted, halved(conv0, stem1, filters / 2));
    for (int stage = 0; stage < STAGES; stage++) {
      int channels = filters << stage;
      if (stage > 0) {
        String key = "reduction_cell_" + (stage - 1);
        Wire old = fit(previous, key + ".conv_prev_1x1", channels);
        Wire reduced = reduction(key, fit(x, key + ".conv_1x1", channels), old);
        previous = shape.skipsReductionInput() ? previous : x;
        x = reduced;
      }
      for (int i = 0; i < shape.cells(); i++) {
        Wire next = normal("cell_" + (stage * CELL_NUMBERS + i), x, previous, channels, i == 0);
        previous = x;
        x = next;
      }
    }
    x = net.activate(x, RELU);
    return net.classify(net.globalMean(x), "last_linear", classes);
  }

  /**
   * Figure 4, left. The older input is fitted to the newer one's size and channels.
   *
   * @param larger whether the older input has twice the size
   */
  private Wire normal(String key, Wire in, Wire previous, int channels, boolean larger) {
    Wire old =
        larger ? halved(previous, key, channels) : fit(previous, key + ".conv_prev_1x1", channels);
    Wire now = fit(in, key + ".conv_1x1", channels);
    Wire activeNow = net.activate(now, RELU);
    Wire activeOld = net.activate(old, RELU);
    String iteration = key + ".comb_iter_";
    Wire c0 =
        net.add(
            separable(activeNow, iteration + "0_left", channels, 5, 1),
            separable(activeOld, iteration + "0_right", channels, 3, 1));
    Wire c1 =
        net.add(
            separable(activeOld, iteration + "1_left", channels, 5, 1),
            separable(activeOld, iteration + "1_right", channels, 3, 1));
    Wire c2 = net.add(average(now, 1), old);
    Wire smooth = average(old, 1);
    Wire c3 = net.add(smooth, smooth);
    Wire c4 = net.add(separable(activeNow, iteration + "4_left", channels, 3, 1), now);
    return net.concat(old, c0, c1, c2, c3, c4);
  }

  /** Figure 4, right: half the size. {@code now} has the cell's channels. */
  private Wire reduction(String key, Wire now, Wire old) {
    int channels = now.channels();
    Wire activeOld = net.activate(old, RELU);
    String iteration = key + ".comb_iter_";
    Wire c0 =
        net.add(
            separable(net.activate(now, RELU), iteration + "0_left", channels, 5, 2),
            separable(activeOld, iteration + "0_right", channels, 7, 2));
    Wire largest = net.maxPool(now, Border.SAME.of(Window.of(3).stride(2), now));
    Wire c1 = net.add(largest, separable(activeOld, iteration + "1_right", channels, 7, 2));
    Wire c2 = net.add(average(now, 2), separable(activeOld, iteration + "2_right", channels, 5, 2));
    Wire c3 = net.add(average(c0, 1), c1);
    Wire c4 =
        net.add(separable(net.activate(c0, RELU), iteration + "4_left", channels, 3, 1), largest);
    return net.concat(c1, c2, c3, c4);
  }

  private Wire average(Wire in, int stride) {
    return net.averagePool(in, Border.SAME.of(Window.of(3).stride(stride), in), stride > 1);
  }

  /**
   * Two separable convolutions, each after a ReLU; the first has the stride.
   *
   * @param in activated already, as several branches start from one input
   */
  private Wire separable(Wire in, String key, int channels, int kernel, int stride) {
    Wire first = convolutions(in, key, 1, channels, Window.of(kernel).stride(stride));
    return convolutions(net.activate(first, RELU), key, 2, channels, Window.of(kernel));
  }

  private Wire convolutions(Wire in, String key, int index, int channels, Window window) {
    String part = key + ".separable_" + index;
    Wire x = net.depthwise(in, part + ".depthwise_conv2d", Border.SAME.of(window, in));
    x = net.conv(x, part + ".pointwise_conv2d", channels, Window.of(1));
    return net.batchNorm(x, key + ".bn_sep_" + index);
  }

  /** The input with that many channels. */
  private Wire fit(Wire in, String key, int channels) {
    Wire x = net.conv(net.activate(in, RELU), key + ".conv", channels, Window.of(1));
    return net.batchNorm(x, key + ".bn");
  }

  /** Half the size: every other position, and in other channels the positions between. */
  private Wire halved(Wire in, String key, int channels) {
    Wire x = net.activate(in, RELU);
    Window everyOther = Window.of(1).stride(2);
    Wire even = net.averagePool(x, everyOther, true);
    Wire odd = net.averagePool(x, everyOther.shifted(1), true);
    even = net.conv(even, key + ".path_1.conv", channels / 2, Window.of(1));
    odd = net.conv(odd, key + ".path_2.conv", channels / 2, Window.of(1));
    return net.batchNorm(net.concat(even, odd), key + ".final_path_bn");
  }
}
