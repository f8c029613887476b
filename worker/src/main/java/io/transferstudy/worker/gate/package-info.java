/** Whether a network with given weights answers as it should, before anything is built on it. */
@NullMarked
package io.transferstudy.worker.gate;

import org.jspecify.annotations.NullMarked;
