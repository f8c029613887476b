/**
 * The wire form of a study and its cells: records with the schema's bounds and rules as
 * annotations. Anything may be absent here; what absence means, and what is valid, is said by
 * {@code api.mapping}.
 */
@NullMarked
package io.transferstudy.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
