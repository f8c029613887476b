/**
 * Tensors as Java values, and the files they come from and go to: safetensors and the zipped state
 * dicts of PyTorch. A file is data to these readers: nothing in it is executed, every length is
 * checked before a number is believed, and a network takes weights only by strict match.
 */
@NullMarked
package io.transferstudy.worker.weights;

import org.jspecify.annotations.NullMarked;
