package io.transferstudy.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * A file with pretrained weights, safetensors or a PyTorch state dict: exactly one of path, uri is
 * set. No rule of the schema says so, because the first released one had none.
 *
 * @param path relative to the weights folder
 * @param uri where to download it from, once: https://..., or hf://OWNER/NAME[/FILE][@REVISION]
 * @param sha256 its digest, if it is to be checked
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WeightsSpec(
    @Size(min = 1, max = 512) @Nullable String path,
    @Size(min = 1, max = 1_024) @Nullable String uri,
    @Pattern(Api.SHA256) @Size(min = 64, max = 64) @Nullable String sha256) {}
