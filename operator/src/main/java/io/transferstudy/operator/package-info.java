/**
 * The process: reads its config, puts the parts together, starts and stops them. Nothing is decided
 * here.
 */
@NullMarked
package io.transferstudy.operator;

import org.jspecify.annotations.NullMarked;
