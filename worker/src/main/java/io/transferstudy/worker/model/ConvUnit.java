package io.transferstudy.worker.model;

import static io.transferstudy.worker.torchscript.Activation.RELU;

import io.transferstudy.worker.torchscript.GraphBuilder;
import io.transferstudy.worker.torchscript.GraphBuilder.Wire;
import io.transferstudy.worker.torchscript.Window;

/** Convolution, batch normalisation, ReLU: what Inception networks are made of. */
final class ConvUnit {
  private ConvUnit() {}

  /** One unit; its tensors are KEY.conv and KEY.bn. */
  static Wire of(GraphBuilder net, Wire in, String key, int out, Window window) {
    Wire x = net.conv(in, key + ".conv", out, window);
    return net.activate(net.batchNorm(x, key + ".bn"), RELU);
  }

  /** A unit of that kernel, stride 1, keeping the size. */
  static Wire of(GraphBuilder net, Wire in, String key, int out, int height, int width) {
    return of(net, in, key, out, Window.of(height, width).centred());
  }

  /** A 1x1 unit. */
  static Wire of(GraphBuilder net, Wire in, String key, int out) {
    return of(net, in, key, out, Window.of(1));
  }
}
