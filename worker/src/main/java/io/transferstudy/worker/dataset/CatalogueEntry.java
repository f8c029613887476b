package io.transferstudy.worker.dataset;

import io.transferstudy.study.grid.Metric;

/**
 * A data set of the catalogue.
 *
 * @param name an RFC 1123 label
 * @param title as its authors write it
 * @param classes how many it has
 * @param counts of its images
 * @param metric of its community
 * @param losesImages whether its images lie at addresses that go away, so that some may be missing
 * @param provenance where it comes from
 * @param layout of its official archives
 */
public record CatalogueEntry(
    String name,
    String title,
    int classes,
    Counts counts,
    Metric metric,
    boolean losesImages,
    Provenance provenance,
    Layout layout) {}
