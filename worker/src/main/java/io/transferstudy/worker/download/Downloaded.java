package io.transferstudy.worker.download;

import java.nio.file.Path;

/**
 * A complete file in the cache.
 *
 * @param path never changed once it is there
 * @param sha256 of its bytes, measured, in lower-case hexadecimal
 */
public record Downloaded(Path path, String sha256) {}
