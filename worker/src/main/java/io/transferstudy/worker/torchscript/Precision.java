package io.transferstudy.worker.torchscript;

/** The number format of a module's tensors. */
public enum Precision {
  FLOAT("FloatStorage", Float.BYTES),
  DOUBLE("DoubleStorage", Double.BYTES);

  final String storage;
  final int bytes;

  Precision(String storage, int bytes) {
    this.storage = storage;
    this.bytes = bytes;
  }
}
