package io.transferstudy.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * How a model is carried over to a data set.
 *
 * @param name unique in the study
 * @param preset fixed-features, fine-tuned or random-init; the name when absent
 * @param fixedFeatures overrides of the preset fixed-features
 * @param training overrides of the other presets
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!(has(self.fixedFeatures) && has(self.training))",
    message = "at most one of fixedFeatures, training may be set")
public record SettingSpec(
    @Required @Pattern(Api.LABEL) @Size(min = 1, max = 63) @Nullable String name,
    @Size(min = 1, max = 63) @Nullable String preset,
    @Nullable FixedFeaturesSpec fixedFeatures,
    @Nullable TrainingSpec training) {}
