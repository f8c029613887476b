/**
 * The contract with a worker process, the same for a pod and for a local child process: a request
 * in; an exit code, a short message and a folder of artifacts out.
 */
@NullMarked
package io.transferstudy.study.work;

import org.jspecify.annotations.NullMarked;
