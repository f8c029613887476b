package io.transferstudy.operator.event;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;

/**
 * Something that happened, for people.
 *
 * @param regarding the study or cell that it happened to
 * @param type Normal or Warning
 * @param reason in a word
 * @param message one line that names the thing and the remedy; cut to what an Event takes
 */
record StudyEvent(ObjectReference regarding, Type type, String reason, String message) {
  private static final int LONGEST_MESSAGE = 1_000; // the API server takes 1,024 bytes

  StudyEvent {
    if (message.length() > LONGEST_MESSAGE) {
      message = ShortText.of(message, LONGEST_MESSAGE - 1);
    }
  }

  /** How Kubernetes sorts events. */
  enum Type {
    NORMAL("Normal"),
    WARNING("Warning");

    private final String label;

    Type(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  static StudyEvent of(HasMetadata object, Type type, String reason, String message) {
    var regarding =
        new ObjectReferenceBuilder()
            .withApiVersion(object.getApiVersion())
            .withKind(object.getKind())
            .withNamespace(object.getMetadata().getNamespace())
            .withName(object.getMetadata().getName())
            .withUid(object.getMetadata().getUid())
            .build();
    return new StudyEvent(regarding, type, reason, message);
  }
}
