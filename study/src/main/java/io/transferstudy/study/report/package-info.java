/**
 * A study's findings in, text out: the table of cells as CSV, one self-contained HTML page, and
 * plain text for a terminal. Every name and message in them is hostile input until it is escaped
 * here; nothing in this package reads or writes a file.
 */
@NullMarked
package io.transferstudy.study.report;

import org.jspecify.annotations.NullMarked;
