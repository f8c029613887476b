package io.transferstudy.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * A folder of a persistent volume claim.
 *
 * @param claimName a claim of the study's namespace
 * @param subPath folder in it; the whole volume when absent
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VolumeSpec(
    @Required @Size(min = 1, max = 253) @Nullable String claimName,
    @Size(min = 1, max = 512) @Nullable String subPath) {}
