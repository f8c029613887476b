package io.transferstudy.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Volumes of the worker's pods.
 *
 * @param data data sets, mounted read-only; absent if there is nothing to read
 * @param weights weights files, mounted read-only; absent if there is nothing to read
 * @param artifacts results; when absent the operator makes one claim per namespace
 * @param scratch room on the node's own disk, where training copies its packed data set to; when
 *     absent it is read from {@code artifacts} every time
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StorageSpec(
    @Nullable VolumeSpec data,
    @Nullable VolumeSpec weights,
    @Nullable VolumeSpec artifacts,
    @Nullable ScratchSpec scratch) {}
