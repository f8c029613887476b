/** Placeholder. */
@NullMarked
package io.transferstudy.worker;

import org.jspecify.annotations.NullMarked;
