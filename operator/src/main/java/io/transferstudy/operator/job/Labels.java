package io.transferstudy.operator.job;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.transferstudy.api.v1alpha1.Api;
import io.transferstudy.api.v1alpha1.TransferCell;
import io.transferstudy.study.work.WorkId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Labels and annotations by which the operator knows its objects. */
public final class Labels {
  /** Whose: the study's UID, so that a study made again never adopts another's. */
  public static final String STUDY_UID = Api.GROUP + "/study-uid";

  /** Which attempt. */
  public static final String ATTEMPT = Api.GROUP + "/attempt";

  /** Annotation: which piece of work, a {@link WorkId#key()}. */
  public static final String WORK = Api.GROUP + "/work";

  /** Annotation: digest of the work's definition. */
  public static final String DEFINITION = Api.GROUP + "/definition";

  /** On what may download, so that a network policy can let it. */
  static final String STAGE = Api.GROUP + "/stage";

  /** Whose objects these are. */
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  /** The value of {@link #MANAGED_BY}, and the operator's field manager. */
  public static final String OPERATOR = "transfer-study-operator";

  /** Label of a Job by which Kueue takes it into a queue. */
  static final String QUEUE = "kueue.x-k8s.io/queue-name";

  private static final String SEED = Api.GROUP + "/seed";

  private Labels() {}

  /** Labels of everything that belongs to a piece of work. */
  public static Map<String, String> of(String study, String studyUid, WorkId work) {
    var labels = new LinkedHashMap<String, String>();
    labels.put(MANAGED_BY, OPERATOR);
    labels.put(TransferCell.STUDY_LABEL, study);
    labels.put(STUDY_UID, studyUid);
    switch (work) {
      case WorkId.Prepare(var dataset) -> labels.put(TransferCell.DATASET_LABEL, dataset);
      case WorkId.Gate(var model) -> {
        labels.put(TransferCell.MODEL_LABEL, model);
        labels.put(STAGE, "gate");
      }
      case WorkId.Pretrain(var model) -> labels.put(TransferCell.MODEL_LABEL, model);
      case WorkId.OfCell(var cell) -> {
        labels.put(TransferCell.MODEL_LABEL, cell.model());
        labels.put(TransferCell.DATASET_LABEL, cell.dataset());
        labels.put(TransferCell.SETTING_LABEL, cell.setting());
        labels.put(SEED, (cell.seed() < 0 ? "minus" : "") + cell.seed()); // begins with a letter
      }
    }
    return labels;
  }

  /** The object's piece of work, if it says one. */
  static Optional<WorkId> work(HasMetadata object) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    String key = annotations == null ? null : annotations.get(WORK);
    try {
      return key == null ? Optional.empty() : Optional.of(WorkId.parse(key));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The object's attempt; 0 if it says none. */
  static int attempt(HasMetadata object) {
    Map<String, String> labels = object.getMetadata().getLabels();
    String attempt = labels == null ? null : labels.get(ATTEMPT);
    return attempt != null && attempt.matches("[0-9]{1,6}") ? Integer.parseInt(attempt) : 0;
  }

  /** Whether the object is of that definition. */
  static boolean isOf(HasMetadata object, String definition) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    return annotations != null && definition.equals(annotations.get(DEFINITION));
  }

  /** Whether that study owns the object as its controller. */
  public static boolean isOwnedBy(HasMetadata object, String uid) {
    return object.getMetadata().getOwnerReferences().stream()
        .anyMatch(
            owner -> Boolean.TRUE.equals(owner.getController()) && owner.getUid().equals(uid));
  }
}
