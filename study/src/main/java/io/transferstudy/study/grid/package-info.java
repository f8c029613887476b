/** Placeholder. */
@NullMarked
package io.transferstudy.study.grid;

import org.jspecify.annotations.NullMarked;
