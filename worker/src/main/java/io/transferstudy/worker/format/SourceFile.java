package io.transferstudy.worker.format;

import java.io.InputStream;

/**
 * A file of a data set, wherever it lies.
 *
 * @param path relative to the data set's folder, separated by {@code /}, without {@code .} and
 *     {@code ..}; of a file in an archive, where it would lie if the archive were unpacked beside
 *     itself
 * @param size in bytes
 * @param content may be read once, during the visit only; a file on disk is opened by the first
 *     read
 */
public record SourceFile(String path, long size, InputStream content) {}
