package io.transferstudy.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A condition in the usual form.
 *
 * @param type such as Accepted, Progressing or Complete
 * @param status True, False or Unknown
 * @param reason in a word
 * @param message for people
 * @param lastTransitionTime of status, RFC 3339
 * @param observedGeneration of the spec that it is about
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StudyCondition(
    String type,
    String status,
    String reason,
    @Nullable String message,
    @Nullable String lastTransitionTime,
    @Nullable Long observedGeneration) {}
