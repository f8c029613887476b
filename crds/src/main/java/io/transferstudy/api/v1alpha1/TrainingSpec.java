package io.transferstudy.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Overrides of a preset's recipe.
 *
 * @param steps updates of a run
 * @param epochs passes over the training images, instead of steps
 * @param batchSize examples of an update
 * @param learningRates peak learning rates of the search grid
 * @param weightDecays weight decays of the search grid
 * @param decayNormAndBias whether weight decay acts on normalisation and biases too
 * @param warmupFraction part of the steps over which the learning rate rises
 * @param randomResizedCrop random area and aspect ratio
 * @param shiftCrop padding and a random offset, instead of randomResizedCrop
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!(has(self.steps) && has(self.epochs))",
    message = "at most one of steps, epochs may be set")
@ValidationRule(
    value = "!(has(self.randomResizedCrop) && has(self.shiftCrop))",
    message = "at most one of randomResizedCrop, shiftCrop may be set")
public record TrainingSpec(
    @Min(1) @Max(10_000_000) @Nullable Integer steps,
    @Min(1) @Max(100_000) @Nullable Integer epochs,
    @Min(1) @Max(65_536) @Nullable Integer batchSize,
    @Size(min = 1, max = 50)
        @Nullable List<@Min(value = 0, inclusive = false) @Max(1_000) Double> learningRates,
    @Size(min = 1, max = 50) @Nullable List<@Min(0) @Max(1_000) Double> weightDecays,
    @Nullable Boolean decayNormAndBias,
    @Min(0) @Max(value = 1, inclusive = false) @Nullable Double warmupFraction,
    @Nullable RandomResizedCropSpec randomResizedCrop,
    @Nullable ShiftCropSpec shiftCrop) {}
