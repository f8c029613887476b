/**
 * Training a network: schedule, loop, checkpoint, search. Values and files; the arithmetic is the
 * engine's.
 */
@NullMarked
package io.transferstudy.worker.train;

import org.jspecify.annotations.NullMarked;
