/** Placeholder. */
@NullMarked
package io.transferstudy.operator;

import org.jspecify.annotations.NullMarked;
