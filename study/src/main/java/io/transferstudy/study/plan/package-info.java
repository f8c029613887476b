/**
 * What to do next: a pure function of the study, of what was observed, and of the time. Executors
 * observe and apply; they decide nothing.
 */
@NullMarked
package io.transferstudy.study.plan;

import org.jspecify.annotations.NullMarked;
