/** From a weights file to a network: seconds and memory. */
@NullMarked
package io.transferstudy.bench.load;

import org.jspecify.annotations.NullMarked;
