package io.transferstudy.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The grid in columns: settings outermost, then data sets, models and seeds.
 *
 * @param models names, in the order of the columns below
 * @param datasets names
 * @param settings names
 * @param seeds numbers
 * @param phases one letter a cell: Pending, Running, Succeeded, Failed
 * @param correct test examples classified correctly, 0 without a score
 * @param total test examples, 0 without a score
 * @param scores by the data sets' metrics, rounded to four digits, 0 without a score; absent where
 *     all of them are top-1, which is correct over total
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GridStatus(
    List<String> models,
    List<String> datasets,
    List<String> settings,
    List<Long> seeds,
    String phases,
    List<Integer> correct,
    List<Integer> total,
    @Nullable List<Double> scores) {}
