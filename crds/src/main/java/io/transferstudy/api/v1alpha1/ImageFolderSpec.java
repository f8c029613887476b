package io.transferstudy.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * One folder per class, or train, test and perhaps val folders of such; or images in any folders
 * and a CSV file that says what each shows.
 *
 * @param path of a folder or an archive, relative to the data folder
 * @param trainPerClass images of a class to train on, the rest being the test set; absent with
 *     train and test folders, and where the labels say what each image is for
 * @param pick which images of a class those are; Random when absent
 * @param labels a CSV file below path with the columns path, label and perhaps split
 * @param testFraction of each class, the rest being the training images; instead of trainPerClass
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImageFolderSpec(
    @Required @Size(min = 1, max = 512) @Nullable String path,
    @Min(1) @Max(1_000_000) @Nullable Integer trainPerClass,
    @Nullable Pick pick,
    @Size(min = 1, max = 512) @Nullable String labels,
    @Min(value = 0, inclusive = false) @Max(value = 1, inclusive = false)
        @Nullable Double testFraction) {

  /** Which images of a class are the training ones. */
  public enum Pick {
    /** The first by file name. */
    First,
    /** Drawn by a hash of seed and name. */
    Random
  }
}
