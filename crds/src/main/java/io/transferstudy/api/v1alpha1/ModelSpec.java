package io.transferstudy.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * A row of the grid.
 *
 * @param name unique in the study
 * @param architecture a name of the catalogue; the model's name when absent
 * @param widthMultiplier scales every layer's channels, where the architecture has that; 1 if
 *     absent
 * @param imageSize input height and width in pixels; the architecture's when absent
 * @param weights a file with pretrained weights
 * @param torchScript a network of the user's own, instead of one of the catalogue
 * @param pretrain how the study pretrains this model itself
 * @param sourceAccuracy on the source task, instead of the catalogue's published one
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!(has(self.weights) && has(self.pretrain))",
    message = "at most one of weights, pretrain may be set")
public record ModelSpec(
    @Required @Pattern(Api.LABEL) @Size(min = 1, max = 63) @Nullable String name,
    @Size(min = 1, max = 63) @Nullable String architecture,
    @Min(value = 0, inclusive = false) @Max(16) @Nullable Double widthMultiplier,
    @Min(8) @Max(2_048) @Nullable Integer imageSize,
    @Nullable WeightsSpec weights,
    @Nullable TorchScriptSpec torchScript,
    @Nullable PretrainSpec pretrain,
    @Min(value = 0, inclusive = false) @Max(value = 1, inclusive = false)
        @Nullable Double sourceAccuracy) {}
