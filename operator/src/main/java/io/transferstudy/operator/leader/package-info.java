/**
 * Who of several replicas works: at most one, by a lease. Whoever loses it ends, and writes nothing
 * that it decided on before.
 */
@NullMarked
package io.transferstudy.operator.leader;

import org.jspecify.annotations.NullMarked;
