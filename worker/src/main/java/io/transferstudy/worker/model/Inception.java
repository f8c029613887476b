package io.transferstudy.worker.model;

import static io.transferstudy.worker.torchscript.Activation.RELU;

import io.transferstudy.worker.torchscript.GraphBuilder;
import io.transferstudy.worker.torchscript.GraphBuilder.Wire;
import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.torchscript.Window;
import java.util.List;

/**
 * After Inception v1 with batch normalisation: Szegedy et al. 2014, "Going Deeper with
 * Convolutions", arXiv:1409.4842, figure 2b, for 24-pixel images. The 1x1 reductions before the 3x3
 * and 5x5 convolutions have half their width.
 */
final class Inception {
  private static final double EPSILON = 1e-5;

  /** Output channels of the four branches: 1x1, 3x3, 5x5, pooling. */
  private record Branches(int one, int three, int five, int pool) {}

  private static final List<Branches> SMALL_MODULES =
      List.of(new Branches(8, 16, 8, 8), new Branches(16, 24, 16, 8), new Branches(32, 48, 32, 16));

  static final ModelEntry SMALL = SmallNetwork.entry("inception-small", Inception::build);

  private Inception() {}

  private static NetworkGraph build(int classes, double width, int imageSize) {
    SmallNetwork.requireUnscaled(width);
    var net = new GraphBuilder(imageSize, EPSILON);
    Wire x = layer(net, net.input(), "stem", 16, 3);
    for (int i = 0; i < SMALL_MODULES.size(); i++) {
      x = net.maxPool(x, Window.of(2).stride(2));
      x = module(net, x, "inception." + i, SMALL_MODULES.get(i));
    }
    return net.classify(net.globalMean(x), "fc", classes);
  }

  private static Wire module(GraphBuilder net, Wire in, String key, Branches widths) {
    Wire one = layer(net, in, key + ".branch1", widths.one(), 1);
    Wire three = layer(net, in, key + ".branch2.0", widths.three() / 2, 1);
    three = layer(net, three, key + ".branch2.1", widths.three(), 3);
    Wire five = layer(net, in, key + ".branch3.0", widths.five() / 2, 1);
    five = layer(net, five, key + ".branch3.1", widths.five(), 5);
    Wire pool = net.maxPool(in, Window.of(3).centred());
    pool = layer(net, pool, key + ".branch4.1", widths.pool(), 1);
    return net.concat(one, three, five, pool);
  }

  private static Wire layer(GraphBuilder net, Wire in, String key, int out, int kernel) {
    Wire x = net.conv(in, key + ".conv", out, Window.of(kernel).centred());
    return net.activate(net.batchNorm(x, key + ".bn"), RELU);
  }
}
