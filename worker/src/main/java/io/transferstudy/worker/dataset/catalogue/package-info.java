/**
 * The data sets that a manifest may name, one class each: what its official archives hold and what
 * is known of it. How a file is read is a matter of {@code worker.format}.
 */
@NullMarked
package io.transferstudy.worker.dataset.catalogue;

import org.jspecify.annotations.NullMarked;
