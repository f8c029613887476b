/**
 * Breaks a cluster in which the operator works, round by round as a seed says, and judges from
 * etcd's own history whether any study lost a result or ran one twice.
 */
@NullMarked
package io.transferstudy.bench.chaos;

import org.jspecify.annotations.NullMarked;
