/**
 * Networks described as graphs in Java and written as TorchScript archives: source, pickle and zip.
 * Nothing here touches the engine; the bytes are the result.
 */
@NullMarked
package io.transferstudy.worker.torchscript;

import org.jspecify.annotations.NullMarked;
