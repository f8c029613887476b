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
 * A column of the grid.
 *
 * @param name unique in the study
 * @param catalogue which data set of the catalogue lies at {@code path}; the name when absent
 * @param path of a catalogue data set's folder or archive, relative to the data folder
 * @param subset whether only some of a catalogue data set's images lie at {@code path}; fewer than
 *     the official ones are an error without it
 * @param imageFolder images of your own, in class folders or listed by a CSV file
 * @param procedural images that the worker draws
 * @param resize how an image becomes the network's square input; Whole when absent
 * @param validationFraction of the training images; 0.2 when absent
 * @param maxClasses only the first so many classes by name
 * @param metric what an own data set is scored by; Top1 when absent. Those of the catalogue are
 *     scored as their communities do
 * @param onBadImage what is done about an image that cannot be used; Fail when absent
 * @param maxBadImages that may be left out; one in a hundred when absent, at least one
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "[has(self.path), has(self.imageFolder), has(self.procedural)].filter(x, x).size() == 1",
    message = "exactly one of path, imageFolder, procedural must be set")
@ValidationRule(
    value = "!has(self.catalogue) || has(self.path)",
    message = "catalogue needs path, the folder of that data set")
public record DatasetSpec(
    @Required @Pattern(Api.LABEL) @Size(min = 1, max = 63) @Nullable String name,
    @Size(min = 1, max = 63) @Nullable String catalogue,
    @Size(min = 1, max = 512) @Nullable String path,
    @Nullable Boolean subset,
    @Nullable ImageFolderSpec imageFolder,
    @Nullable ProceduralSpec procedural,
    @Nullable Resize resize,
    @Min(value = 0, inclusive = false) @Max(value = 1, inclusive = false)
        @Nullable Double validationFraction,
    @Min(2) @Max(100_000) @Nullable Integer maxClasses,
    @Nullable Metric metric,
    @Nullable OnBadImage onBadImage,
    @Min(1) @Max(1_000_000) @Nullable Integer maxBadImages) {

  /** What is done about an image that cannot be used. */
  public enum OnBadImage {
    /** The data set fails, with the first such images named. */
    Fail,
    /** It is left out, counted and named. */
    Skip
  }

  /** What an own data set is scored by. */
  public enum Metric {
    /** Correct ones of all test images. */
    Top1,
    /** Mean over classes of the correct ones of a class. */
    MeanPerClass,
    /** Mean over classes of the 11-point average precision: for images of several labels. */
    ElevenPointMap
  }

  /** How an image becomes the network's square input. */
  public enum Resize {
    /** Shorter side to the input size, centre crop: nearly the whole image. */
    Whole,
    /** Shorter side to the input size / 0.875, centre crop. */
    Central,
    /** Both sides to the input size. */
    Stretch
  }
}
