package io.transferstudy.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A TorchScript file that turns images into features. It is a program, so it is refused where
 * whoever runs the workers has not allowed such files.
 *
 * @param path relative to the weights folder
 * @param sha256 its digest, if it is to be checked
 * @param featureWidth numbers that its forward returns for an image
 * @param mean of red, green and blue, of pixels between 0 and 1
 * @param std of red, green and blue: the input is (pixel - mean) / std
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TorchScriptSpec(
    @Required @Size(min = 1, max = 512) @Nullable String path,
    @Pattern(Api.SHA256) @Size(min = 64, max = 64) @Nullable String sha256,
    @Required @Min(1) @Max(65_536) @Nullable Integer featureWidth,
    @Required @Size(min = 3, max = 3) @Nullable List<@Min(-1_000) @Max(1_000) Double> mean,
    @Required @Size(min = 3, max = 3)
        @Nullable List<@Min(value = 0, inclusive = false) @Max(1_000) Double> std) {}
