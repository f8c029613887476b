package io.transferstudy.worker.model;

import static io.transferstudy.worker.torchscript.Activation.RELU;

import io.transferstudy.worker.torchscript.GraphBuilder;
import io.transferstudy.worker.torchscript.GraphBuilder.Wire;
import io.transferstudy.worker.torchscript.Init;
import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.torchscript.Window;
import java.util.List;

/**
 * BN-Inception (Inception v2): Ioffe and Szegedy 2015, "Batch Normalization: Accelerating Deep
 * Network Training by Reducing Internal Covariate Shift", arXiv:1502.03167, appendix and figure 5.
 * Convolutions keep a bias although batch normalisation follows, and the first is a plain 7x7, as
 * in the Caffe network; TensorFlow's, whose accuracies are given, starts with a separable one.
 * Keys: those of {@code bninception} in the package pretrainedmodels.
 */
final class BnInception {
  private static final double EPSILON = 1e-5;

  /** How a module pools, and whether it keeps the size of the image. */
  private enum Pool {
    AVERAGE,
    MAX,
    /** All branches have stride 2; no 1x1 branch, nothing after the pooling. */
    HALVING
  }

  /** Output channels: 1x1; reduction and 3x3; reduction and both double 3x3; after the pooling. */
  private record Module(
      String name,
      Pool pool,
      int one,
      int reduce,
      int three,
      int reduceDouble,
      int twice,
      int proj) {

    static Module of(
        String name, int one, int reduce, int three, int reduceDouble, int twice, int proj) {
      return new Module(name, Pool.AVERAGE, one, reduce, three, reduceDouble, twice, proj);
    }

    static Module halving(String name, int reduce, int three, int reduceDouble, int twice) {
      return new Module(name, Pool.HALVING, 0, reduce, three, reduceDouble, twice, 0);
    }

    Module pooling(Pool other) {
      return new Module(name, other, one, reduce, three, reduceDouble, twice, proj);
    }
  }

  private static final List<Module> MODULES =
      List.of(
          Module.of("3a", 64, 64, 64, 64, 96, 32),
          Module.of("3b", 64, 64, 96, 64, 96, 64),
          Module.halving("3c", 128, 160, 64, 96),
          Module.of("4a", 224, 64, 96, 96, 128, 128),
          Module.of("4b", 192, 96, 128, 96, 128, 128),
          Module.of("4c", 160, 128, 160, 128, 160, 128),
          Module.of("4d", 96, 128, 192, 160, 192, 128),
          Module.halving("4e", 128, 192, 192, 256),
          Module.of("5a", 352, 192, 320, 160, 224, 128),
          Module.of("5b", 352, 192, 320, 192, 224, 128).pooling(Pool.MAX));

  static final ModelEntry V2 =
      ModelEntry.imagenet(
          "bn-inception",
          224,
          Preprocessing.HALF,
          ImagenetTop1.of(0.739, 0.75336),
          Origin.of(
              Paper.arXiv(
                  "Ioffe and Szegedy",
                  2015,
                  "Batch Normalization: Accelerating Deep Network Training by Reducing Internal"
                      + " Covariate Shift",
                  "1502.03167"),
              "pretrainedmodels bninception"),
          ModelEntry.unscaled(BnInception::build));

  private BnInception() {}

  private static NetworkGraph build(int classes, int imageSize) {
    var net = new GraphBuilder(imageSize, EPSILON);
    Window halving = Window.of(3).stride(2).roundingUp();
    Wire x = unit(net, net.input(), "conv1_7x7_s2", 64, Window.of(7).stride(2).centred());
    x = net.maxPool(x, halving);
    x = unit(net, x, "conv2_3x3_reduce", 64, Window.of(1));
    x = unit(net, x, "conv2_3x3", 192, Window.of(3).centred());
    x = net.maxPool(x, halving);
    for (Module module : MODULES) {
      x = module(net, x, "inception_" + module.name() + "_", module);
    }
    return net.classify(net.globalMean(x), "last_linear", classes);
  }

  private static Wire module(GraphBuilder net, Wire in, String key, Module module) {
    boolean halving = module.pool() == Pool.HALVING;
    Window last = Window.of(3).stride(halving ? 2 : 1).centred();
    Wire three = unit(net, in, key + "3x3_reduce", module.reduce(), Window.of(1));
    three = unit(net, three, key + "3x3", module.three(), last);
    Wire twice = unit(net, in, key + "double_3x3_reduce", module.reduceDouble(), Window.of(1));
    twice = unit(net, twice, key + "double_3x3_1", module.twice(), Window.of(3).centred());
    twice = unit(net, twice, key + "double_3x3_2", module.twice(), last);
    Wire pool =
        switch (module.pool()) {
          case AVERAGE -> net.averagePool(in, Window.of(3).centred(), true);
          case MAX -> net.maxPool(in, Window.of(3).centred());
          case HALVING -> net.maxPool(in, Window.of(3).stride(2).roundingUp());
        };
    if (halving) {
      return net.concat(three, twice, pool);
    }
    Wire one = unit(net, in, key + "1x1", module.one(), Window.of(1));
    pool = unit(net, pool, key + "pool_proj", module.proj(), Window.of(1));
    return net.concat(one, three, twice, pool);
  }

  private static Wire unit(GraphBuilder net, Wire in, String key, int out, Window window) {
    Wire x = net.biasedConv(in, key, out, window, Init.KAIMING_FAN_OUT);
    return net.activate(net.batchNorm(x, key + "_bn"), RELU);
  }
}
