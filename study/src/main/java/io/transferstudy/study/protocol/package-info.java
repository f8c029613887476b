/**
 * The training protocol as values: the presets that a manifest names, with their sources. A preset
 * is data; nothing here decides anything.
 */
@NullMarked
package io.transferstudy.study.protocol;

import org.jspecify.annotations.NullMarked;
