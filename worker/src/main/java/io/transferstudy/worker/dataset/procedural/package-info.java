/**
 * Images that are drawn, so that a study needs no data: one source task and four smaller ones of
 * other kinds. Every image is a function of task, part, seed and index, the same on every machine.
 */
@NullMarked
package io.transferstudy.worker.dataset.procedural;

import org.jspecify.annotations.NullMarked;
