package io.transferstudy.worker.torchscript;

/** How a layer's weights are drawn for training from scratch; biases start at zero. */
public enum Init {
  /** Normal with variance 2 / fan-out (He et al. 2015, equation 14): layers before a ReLU. */
  KAIMING_FAN_OUT,
  /** Normal with variance 2 / fan-in (He et al. 2015, equation 10): wide layers before a ReLU. */
  KAIMING_FAN_IN,
  /** Normal with variance 1 / fan-in (LeCun et al. 1998, section 4.6): layers before a tanh. */
  LECUN,
  /** Uniform in +-sqrt(1 / fan-in): PyTorch's default for a linear layer, used for classifiers. */
  UNIFORM
}
