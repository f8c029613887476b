/** Placeholder. */
@NullMarked
package io.transferstudy.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
