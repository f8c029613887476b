/**
 * What a person should look at before training on a data set that can be read: images that are to
 * be learnt and tested, classes of which there is little.
 */
@NullMarked
package io.transferstudy.worker.check;

import org.jspecify.annotations.NullMarked;
