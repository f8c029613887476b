/**
 * From the wire form to a valid study, or to every violation at once. Never throws on hostile
 * input: nulls, NaN, huge numbers and unknown names become violations with a path and a remedy.
 */
@NullMarked
package io.transferstudy.api.mapping;

import org.jspecify.annotations.NullMarked;
