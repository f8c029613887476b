/**
 * The stages of a cell, each from a request to a published result. The packages beside this one
 * know how; this one knows in which order, and what is kept.
 */
@NullMarked
package io.transferstudy.worker.stage;

import org.jspecify.annotations.NullMarked;
