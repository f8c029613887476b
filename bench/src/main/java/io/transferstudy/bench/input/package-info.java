/** The worker's input without a network: how many images a second it decodes, resizes and crops. */
@NullMarked
package io.transferstudy.bench.input;

import org.jspecify.annotations.NullMarked;
