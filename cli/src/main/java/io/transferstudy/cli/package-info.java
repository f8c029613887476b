/** Placeholder. */
@NullMarked
package io.transferstudy.cli;

import org.jspecify.annotations.NullMarked;
