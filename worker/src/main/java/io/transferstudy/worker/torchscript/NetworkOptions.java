package io.transferstudy.worker.torchscript;

/**
 * How a network is emitted; none of it changes the names or shapes of its state.
 *
 * @param batchNormMomentum the share of the new batch in the running statistics (PyTorch's
 *     momentum)
 * @param channelsLast whether activations and kernels keep channels innermost inside the graph
 * @param precision the number format of everything
 * @param fused whether evaluation computes what follows a convolution in it, which oneDNN can do on
 *     CPUs; its kernels are prepared by the method {@code freeze}, after every change of the state
 * @param several whether an image may show several classes: training then takes for each image and
 *     class 1 (shown), 0 (not shown) or -1 (left out), and its loss is the sum over classes of the
 *     binary cross-entropies, a mean over images
 */
public record NetworkOptions(
    double batchNormMomentum,
    boolean channelsLast,
    Precision precision,
    boolean fused,
    boolean several) {

  /** PyTorch's batch-norm momentum 0.1, channels innermost, float32, nothing fused. */
  public static NetworkOptions standard() {
    return new NetworkOptions(0.1, true, Precision.FLOAT, false, false);
  }

  /** These options with another share of the new batch in the running statistics. */
  public NetworkOptions withBatchNormMomentum(double momentum) {
    return new NetworkOptions(momentum, channelsLast, precision, fused, several);
  }

  /** These options with another memory layout. */
  public NetworkOptions withChannelsLast(boolean wanted) {
    return new NetworkOptions(batchNormMomentum, wanted, precision, fused, several);
  }

  /** These options with another number format. */
  public NetworkOptions withPrecision(Precision wanted) {
    return new NetworkOptions(batchNormMomentum, channelsLast, wanted, fused, several);
  }

  /** These options with evaluation fused or not. */
  public NetworkOptions withFused(boolean wanted) {
    return new NetworkOptions(batchNormMomentum, channelsLast, precision, wanted, several);
  }

  /** These options with any number of classes an image, or one. */
  public NetworkOptions withSeveral(boolean wanted) {
    return new NetworkOptions(batchNormMomentum, channelsLast, precision, fused, wanted);
  }
}
