/**
 * Tensors as Java values, and the files they come from and go to. Every length is checked before a
 * number is believed, and a network takes weights only by strict match.
 */
@NullMarked
package io.transferstudy.worker.weights;

import org.jspecify.annotations.NullMarked;
