/**
 * Data sets as declarations: which reader, which split, which mirror images. What is opened is a
 * value whose order and digest depend on the data alone.
 */
@NullMarked
package io.transferstudy.worker.dataset;

import org.jspecify.annotations.NullMarked;
