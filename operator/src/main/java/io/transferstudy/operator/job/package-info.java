/**
 * Work as Kubernetes Jobs: the desired Job as a value, what Jobs and Pods say, and the executor
 * that acts. Decides nothing about what to run.
 */
@NullMarked
package io.transferstudy.operator.job;

import org.jspecify.annotations.NullMarked;
