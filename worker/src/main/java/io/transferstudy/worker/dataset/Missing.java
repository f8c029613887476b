package io.transferstudy.worker.dataset;

/**
 * Images that a data set's lists name and that were not found.
 *
 * @param part what they are for, such as {@code training}
 * @param listed images in the list
 * @param absent how many of them were not found, at least 1
 * @param first the first of them
 */
public record Missing(String part, int listed, int absent, String first) {}
