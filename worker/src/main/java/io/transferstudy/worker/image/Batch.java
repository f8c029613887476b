package io.transferstudy.worker.image;

import java.nio.FloatBuffer;

/**
 * Some normalised examples. Valid until the next one is asked of its stream, which uses the memory
 * again.
 *
 * @param pixels [count, 3, size, size], direct memory, from position 0 to its limit
 * @param labels of the examples
 * @param indexes of the examples in the loader's list
 * @param count of the examples
 */
@SuppressWarnings("ArrayRecordComponent") // a view of memory, never compared
public record Batch(FloatBuffer pixels, long[] labels, int[] indexes, int count) {}
