/**
 * The fixed-features setting: L2-regularised multinomial logistic regression on features that were
 * extracted once. Features and labels in, a classifier and how near it is to the optimum out.
 */
@NullMarked
package io.transferstudy.worker.probe;

import org.jspecify.annotations.NullMarked;
