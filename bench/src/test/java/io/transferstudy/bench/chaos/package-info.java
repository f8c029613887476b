@NullMarked
package io.transferstudy.bench.chaos;

import org.jspecify.annotations.NullMarked;
