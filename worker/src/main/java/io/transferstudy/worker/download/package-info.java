/**
 * Files from the network, once: resumed where they were cut, checked, and published in a cache
 * folder by one rename. {@link io.transferstudy.worker.download.Downloads} is the only way in.
 */
@NullMarked
package io.transferstudy.worker.download;

import org.jspecify.annotations.NullMarked;
