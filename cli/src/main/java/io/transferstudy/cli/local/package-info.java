/**
 * Runs a study on this machine: one worker process per slot, everything that must survive in files
 * below one folder. The contract with a worker is that of a pod.
 */
@NullMarked
package io.transferstudy.cli.local;

import org.jspecify.annotations.NullMarked;
