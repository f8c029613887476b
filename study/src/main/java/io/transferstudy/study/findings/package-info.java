/**
 * What the numbers of a study mean: statistics by the names they have in the literature, and from
 * them leaderboards, correlations and three honest sentences. Pure functions on values; nothing
 * here reads, writes, or knows how a score came about.
 */
@NullMarked
package io.transferstudy.study.findings;

import org.jspecify.annotations.NullMarked;
