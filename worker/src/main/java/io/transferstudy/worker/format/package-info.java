/**
 * Readers, one per layout of files on disk: which classes there are, and which images. They know no
 * data set by name and draw no splits.
 */
@NullMarked
package io.transferstudy.worker.format;

import org.jspecify.annotations.NullMarked;
