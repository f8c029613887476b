package io.transferstudy.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/**
 * A source model that the study trains, once per model.
 *
 * @param dataset the source; its test score is the model's source accuracy
 * @param training one point exactly: there is no search
 * @param seed 1 when absent
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PretrainSpec(
    @Required @Nullable DatasetSpec dataset,
    @Nullable TrainingSpec training,
    @Nullable Long seed) {}
