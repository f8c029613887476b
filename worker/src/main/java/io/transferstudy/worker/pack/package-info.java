/**
 * One file for a data set: the images' original bytes one after another, then what each is, then
 * classes, labels and splits. It is written front to back, can be gone on with after an
 * interruption, and is read through memory mapping.
 */
@NullMarked
package io.transferstudy.worker.pack;

import org.jspecify.annotations.NullMarked;
