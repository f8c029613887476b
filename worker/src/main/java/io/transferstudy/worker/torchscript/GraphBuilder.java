package io.transferstudy.worker.torchscript;

import io.transferstudy.worker.torchscript.NetworkGraph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes down a network, operation by operation, keeping every size in view: a window that does not
 * fit or a sum of unequal shapes fails here, with the sizes in the message.
 */
public final class GraphBuilder {

  /** The output of a node: its index and its size. A flat output has height and width 1. */
  public record Wire(int node, int channels, int height, int width) {}

  private final List<Node> nodes = new ArrayList<>();
  private final Wire input;
  private final double epsilon;

  /**
   * @param imageSize height and width of the RGB input
   * @param epsilon added to the variance by every batch normalisation
   */
  public GraphBuilder(int imageSize, double epsilon) {
    this.epsilon = epsilon;
    this.input = add(new Op.Input(), List.of(), 3, imageSize, imageSize);
  }

  /** The image, 3 channels. */
  public Wire input() {
    return input;
  }

  /** A dense convolution without bias. */
  public Wire conv(Wire from, String key, int out, Window window) {
    return conv(from, new Op.Conv(key, from.channels, out, window, 1, false, Init.KAIMING_FAN_OUT));
  }

  /** A dense convolution with bias: mostly for networks without batch normalisation. */
  public Wire biasedConv(Wire from, String key, int out, Window window, Init init) {
    return conv(from, new Op.Conv(key, from.channels, out, window, 1, true, init));
  }

  /** One filter per channel, without bias. */
  public Wire depthwise(Wire from, String key, Window window) {
    int channels = from.channels;
    return conv(
        from, new Op.Conv(key, channels, channels, window, channels, false, Init.KAIMING_FAN_OUT));
  }

  private Wire conv(Wire from, Op.Conv conv) {
    return windowed(from, conv, conv.out(), conv.window());
  }

  private Wire windowed(Wire from, Op op, int channels, Window window) {
    return add(
        op,
        List.of(from),
        channels,
        window.outputHeight(from.height),
        window.outputWidth(from.width));
  }

  /** Batch normalisation. */
  public Wire batchNorm(Wire from, String key) {
    return same(new Op.BatchNorm(key, from.channels, epsilon), from);
  }

  /** An elementwise non-linearity. */
  public Wire activate(Wire from, Activation activation) {
    return same(new Op.Activate(activation), from);
  }

  /** Maximum pooling. */
  public Wire maxPool(Wire from, Window window) {
    return windowed(from, new Op.MaxPool(window), from.channels, window);
  }

  /** Average pooling; see {@link Op.AveragePool} for the border. */
  public Wire averagePool(Wire from, Window window, boolean countBorder) {
    return windowed(from, new Op.AveragePool(window, countBorder), from.channels, window);
  }

  /** The mean over all positions. */
  public Wire globalMean(Wire from) {
    return add(new Op.GlobalMean(), List.of(from), from.channels, 1, 1);
  }

  /** All values of an example in one row. */
  public Wire flatten(Wire from) {
    return add(new Op.Flatten(), List.of(from), from.channels * from.height * from.width, 1, 1);
  }

  /** A fully connected layer over a flat input. */
  public Wire linear(Wire from, String key, int out, Init init) {
    if (from.height != 1 || from.width != 1) {
      throw new IllegalArgumentException(key + ": a linear layer needs a flat input, got " + from);
    }
    return add(new Op.Linear(key, from.channels, out, init), List.of(from), out, 1, 1);
  }

  /** The sum of two outputs of one shape. */
  public Wire add(Wire left, Wire right) {
    return addScaled(left, right, 1);
  }

  /** {@code left} plus {@code factor} times {@code right}, two outputs of one shape. */
  public Wire addScaled(Wire left, Wire right, double factor) {
    if (left.channels != right.channels
        || left.height != right.height
        || left.width != right.width) {
      throw new IllegalArgumentException("cannot add " + left + " and " + right);
    }
    return add(new Op.Add(factor), List.of(left, right), left.channels, left.height, left.width);
  }

  /** Outputs of one height and width side by side. */
  public Wire concat(Wire... parts) {
    Wire first = parts[0];
    if (Stream.of(parts).anyMatch(p -> p.height != first.height || p.width != first.width)) {
      throw new IllegalArgumentException("cannot join " + List.of(parts));
    }
    int channels = Stream.of(parts).mapToInt(Wire::channels).sum();
    return add(new Op.Concat(), List.of(parts), channels, first.height, first.width);
  }

  /** Ends the network: the features are {@code from}, the classifier a linear layer over them. */
  public NetworkGraph classify(Wire from, String key, int classes) {
    linear(from, key, classes, Init.UNIFORM);
    return new NetworkGraph(nodes, input.height);
  }

  private Wire same(Op op, Wire from) {
    return add(op, List.of(from), from.channels, from.height, from.width);
  }

  private Wire add(Op op, List<Wire> from, int channels, int height, int width) {
    nodes.add(new Node(op, from.stream().map(Wire::node).toList(), height, width));
    return new Wire(nodes.size() - 1, channels, height, width);
  }
}
