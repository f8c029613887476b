package io.transferstudy.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Logistic regression on fixed features.
 *
 * @param l2Values values of lambda to choose among; the 45 of the protocol when absent
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FixedFeaturesSpec(
    @Size(min = 1, max = 200) @Nullable List<@Min(0) Double> l2Values) {}
