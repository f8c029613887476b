/**
 * The reconciler of studies: observe, plan, apply, report. Everything here is about one study at a
 * time, and nothing is remembered that the cluster does not hold.
 */
@NullMarked
package io.transferstudy.operator.study;

import org.jspecify.annotations.NullMarked;
