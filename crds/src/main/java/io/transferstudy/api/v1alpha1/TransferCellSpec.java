package io.transferstudy.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * What the cell is.
 *
 * @param studyName of the study that owns it
 * @param studyUid of the study that owns it
 * @param model of the grid
 * @param dataset of the grid
 * @param setting of the grid
 * @param seed of the grid
 * @param definition digest of all in the manifest that can change the result: an edit that changes
 *     it makes another cell
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TransferCellSpec(
    @Required @Size(min = 1, max = 63) String studyName,
    @Required @Size(min = 1, max = 63) String studyUid,
    @Required @Pattern(Api.LABEL) @Size(min = 1, max = 63) String model,
    @Required @Pattern(Api.LABEL) @Size(min = 1, max = 63) String dataset,
    @Required @Pattern(Api.LABEL) @Size(min = 1, max = 63) String setting,
    @Required long seed,
    @Required @Pattern(Api.SHA256) @Size(min = 64, max = 64) String definition) {}
