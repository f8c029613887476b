/**
 * What happened, as Kubernetes Events that {@code kubectl describe} shows. Which events a change
 * makes is decided by pure functions of status before and after; posting them never fails anything.
 */
@NullMarked
package io.transferstudy.operator.event;

import org.jspecify.annotations.NullMarked;
