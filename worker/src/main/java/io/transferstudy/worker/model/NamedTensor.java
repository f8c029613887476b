package io.transferstudy.worker.model;

/**
 * A tensor of a weights file under the name that a network may know it by.
 *
 * @param stored its name in the file
 * @param shape as the network has it: the same values in the same order
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record NamedTensor(String stored, long[] shape) {}
