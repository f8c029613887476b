package io.transferstudy.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to find out, and how hard to try.
 *
 * @param models rows of the grid
 * @param datasets columns of the grid
 * @param settings how a model is carried over; the three presets when absent
 * @param seeds of initialisation, order and augmentation; 1 when absent
 * @param mode Run, or Estimate to plan and count only; Run when absent
 * @param order in which work that may start is started; LongestFirst when absent
 * @param parallelism workers at once
 * @param suspend whether nothing runs; what ran goes on from its checkpoint later
 * @param budget that the study may use up
 * @param queueName of the Kueue LocalQueue that its Jobs wait in; none when absent
 * @param retry of failing cells
 * @param activeDeadlineSeconds of one attempt
 * @param ttlSecondsAfterFinished how long after completion the study is deleted; never when absent
 * @param storage volumes, in a cluster
 * @param worker the worker's pod
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "self.models.all(m, self.models.exists_one(o, o.name == m.name))",
    message = "the name of a model must be unique")
@ValidationRule(
    value = "self.datasets.all(d, self.datasets.exists_one(o, o.name == d.name))",
    message = "the name of a data set must be unique")
@ValidationRule(
    value =
        "!has(self.settings) || self.settings.all(s, self.settings.exists_one(o, o.name == s.name))",
    message = "the name of a setting must be unique")
@ValidationRule(
    value = "!has(self.seeds) || self.seeds.all(s, self.seeds.exists_one(o, o == s))",
    message = "a seed must be unique")
public record TransferStudySpec(
    @Required @Size(min = 1, max = 100) @Nullable List<ModelSpec> models,
    @Required @Size(min = 1, max = 100) @Nullable List<DatasetSpec> datasets,
    @Size(min = 1, max = 20) @Nullable List<SettingSpec> settings,
    @Size(min = 1, max = 100) @Nullable List<Long> seeds,
    @Nullable Mode mode,
    @Nullable Order order,
    @Min(1) @Max(10_000) @Nullable Integer parallelism,
    @Nullable Boolean suspend,
    @Nullable BudgetSpec budget,
    @Pattern(Api.LABEL) @Size(min = 1, max = 63) @Nullable String queueName,
    @Nullable RetrySpec retry,
    @Min(1) @Max(31_536_000) @Nullable Long activeDeadlineSeconds,
    @Min(0) @Max(315_360_000) @Nullable Long ttlSecondsAfterFinished,
    @Nullable StorageSpec storage,
    @Nullable WorkerSpec worker) {

  /** Whether work is started. */
  public enum Mode {
    Run,
    /** Everything is planned and counted, nothing is started. */
    Estimate
  }

  /** What is started first. */
  public enum Order {
    /** Setting by setting, data set by data set, model by model. */
    Grid,
    /** Pretrainings, then what is expected to take longest. */
    LongestFirst
  }
}
