/**
 * The catalogue of architectures, one file per family, variants as data. Adding one is a file and a
 * line in {@link io.transferstudy.worker.model.Models#ALL}.
 */
@NullMarked
package io.transferstudy.worker.model;

import org.jspecify.annotations.NullMarked;
