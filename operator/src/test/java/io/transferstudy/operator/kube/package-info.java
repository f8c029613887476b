/**
 * A real API server for tests, and what a cluster has beside it, played: Job controller, kubelet
 * and garbage collector, as far as the operator sees them.
 */
package io.transferstudy.operator.kube;
