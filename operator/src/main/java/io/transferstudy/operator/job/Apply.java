package io.transferstudy.operator.job;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

/**
 * How the operator writes what is its own alone: by server-side apply, which creates or updates
 * with one request and without reading first.
 */
public final class Apply {
  /** As the operator, whoever wrote the fields before. */
  public static final PatchContext AS_OPERATOR =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(Labels.OPERATOR)
          .withForce(true)
          .build();

  private Apply() {}
}
