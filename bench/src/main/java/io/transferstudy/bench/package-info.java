/**
 * Measures what the operator costs on a real API server with played nodes, beside a bare client
 * that does the least. Nothing here is part of the product.
 */
@NullMarked
package io.transferstudy.bench;

import org.jspecify.annotations.NullMarked;
