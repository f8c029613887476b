/**
 * The narrow door to DJL and libtorch: numbers in, numbers out. No native handle leaves this
 * package without an owner that closes it.
 */
@NullMarked
package io.transferstudy.worker.engine;

import org.jspecify.annotations.NullMarked;
