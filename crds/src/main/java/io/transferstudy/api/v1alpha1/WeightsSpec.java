package io.transferstudy.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * A safetensors file.
 *
 * @param path relative to the weights folder
 * @param sha256 its digest, if it is to be checked
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WeightsSpec(
    @Required @Size(min = 1, max = 512) @Nullable String path,
    @Pattern(Api.SHA256) @Size(min = 64, max = 64) @Nullable String sha256) {}
