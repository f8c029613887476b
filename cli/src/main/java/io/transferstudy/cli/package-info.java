/**
 * The command line. Reads a manifest, plans with the same planner as the operator, and runs or
 * reports.
 */
@NullMarked
package io.transferstudy.cli;

import org.jspecify.annotations.NullMarked;
