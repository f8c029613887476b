package io.transferstudy.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * Room on a node's own disk, for as long as a pod lives.
 *
 * @param sizeLimit bytes, such as 20Gi; each training pod asks for so much ephemeral storage
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScratchSpec(@Required @Nullable Quantity sizeLimit) {}
