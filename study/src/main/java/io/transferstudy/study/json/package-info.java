/**
 * The JSON of the worker contract: the only place in this module that knows a JSON library. Types
 * stay free of annotations; how the sealed ones are told apart is said here.
 */
@NullMarked
package io.transferstudy.study.json;

import org.jspecify.annotations.NullMarked;
