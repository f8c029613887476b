/**
 * What is asked: models, data sets, settings and seeds, and the cells that they span. Values only;
 * a value that exists is valid.
 */
@NullMarked
package io.transferstudy.study.grid;

import org.jspecify.annotations.NullMarked;
