/**
 * What a network or classifier answered on a set of examples, and the scores that this amounts to.
 */
@NullMarked
package io.transferstudy.worker.score;

import org.jspecify.annotations.NullMarked;
