/**
 * The operator's config: a record, read once from the environment. A bad value stops the process.
 */
@NullMarked
package io.transferstudy.operator.config;

import org.jspecify.annotations.NullMarked;
