/**
 * From encoded files to normalised batches: decoding, resizing, random crops and flips. Pixels
 * agree with Pillow's, and what is random depends on seed, epoch and example alone.
 */
@NullMarked
package io.transferstudy.worker.image;

import org.jspecify.annotations.NullMarked;
