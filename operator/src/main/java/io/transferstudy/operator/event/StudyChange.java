package io.transferstudy.operator.event;

import io.transferstudy.api.v1alpha1.CellCounts;
import io.transferstudy.api.v1alpha1.ModelStatus;
import io.transferstudy.api.v1alpha1.StudyCondition;
import io.transferstudy.api.v1alpha1.TransferStudy;
import io.transferstudy.api.v1alpha1.TransferStudyStatus;
import io.transferstudy.operator.event.StudyEvent.Type;
import io.transferstudy.operator.job.StatusRecords;
import io.transferstudy.operator.job.WorkRecord;
import io.transferstudy.study.plan.CellProgress.Phase;
import io.transferstudy.study.work.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A change of a study's status and the events that tell of it. */
record StudyChange(
    TransferStudy study, @Nullable TransferStudyStatus before, TransferStudyStatus after) {

  /** The failures of models' own work that this change brings. */
  List<Failure> failures() {
    return Stream.concat(
            news(TransferStudyStatus::pretrained).stream(),
            news(TransferStudyStatus::gates).stream())
        .map(ModelFailure::failure)
        .toList();
  }

  List<StudyEvent> events() {
    var events = new ArrayList<StudyEvent>();
    became("Accepted", "True").ifPresent(c -> events.add(normal("Accepted", text(c))));
    condition(after, "Accepted")
        .filter(c -> c.status().equals("False"))
        .filter(c -> condition(before, "Accepted").filter(b -> same(b, c)).isEmpty())
        .ifPresent(c -> events.add(warning("Invalid", text(c))));
    became("Suspended", "True").ifPresent(c -> events.add(normal("Suspended", text(c))));
    if (holds(before, "Suspended")) {
      became("Suspended", "False").ifPresent(c -> events.add(normal("Resumed", "goes on")));
    }
    condition(after, "Progressing")
        .filter(c -> c.reason().equals("CannotStart"))
        .filter(c -> condition(before, "Progressing").filter(b -> same(b, c)).isEmpty())
        .ifPresent(c -> events.add(warning("CannotStart", text(c))));
    became("MissingClaim", "True").ifPresent(c -> events.add(warning("MissingClaim", text(c))));
    news(TransferStudyStatus::gates)
        .forEach(news -> events.add(event("check of the weights of ", news)));
    news(TransferStudyStatus::pretrained)
        .forEach(news -> events.add(event("pretraining of ", news)));
    became("Complete", "True").ifPresent(c -> events.add(complete()));
    return events;
  }

  /** A model whose work has newly failed. */
  private record ModelFailure(ModelStatus model, Failure failure) {}

  private StudyEvent event(String work, ModelFailure news) {
    Failure failure = news.failure();
    boolean last = Phase.FAILED.label().equals(news.model().phase());
    return StudyEvent.of(
        study,
        failure.kind().retry() == Failure.Retry.FREE ? Type.NORMAL : Type.WARNING,
        StatusRecords.reason(failure.kind()),
        "%s%s, attempt %d%s: %s"
            .formatted(
                work,
                news.model().model(),
                news.model().attempt(),
                last ? ", given up" : "",
                failure.message()));
  }

  private List<ModelFailure> news(Function<TransferStudyStatus, @Nullable List<ModelStatus>> list) {
    return models(after, list).stream()
        .flatMap(model -> failure(model, list).map(f -> new ModelFailure(model, f)).stream())
        .toList();
  }

  private Optional<Failure> failure(
      ModelStatus model, Function<TransferStudyStatus, @Nullable List<ModelStatus>> list) {
    WorkRecord earlier =
        models(before, list).stream()
            .filter(known -> known.model().equals(model.model()))
            .filter(known -> String.valueOf(known.definition()).equals(model.definition()))
            .map(StatusRecords::read)
            .findFirst()
            .orElse(WorkRecord.NONE);
    return AttemptFailure.between(earlier, StatusRecords.read(model));
  }

  private StudyEvent complete() {
    CellCounts counts = after.counts();
    int failed = counts == null ? 0 : counts.failed();
    String text =
        counts == null ? "" : counts.succeeded() + " cells succeeded, " + failed + " failed";
    return failed > 0 ? warning("Complete", text) : normal("Complete", text);
  }

  private StudyEvent normal(String reason, String message) {
    return StudyEvent.of(study, Type.NORMAL, reason, message);
  }

  private StudyEvent warning(String reason, String message) {
    return StudyEvent.of(study, Type.WARNING, reason, message);
  }

  /** The condition, if it has that status now and had another or none before. */
  private Optional<StudyCondition> became(String type, String status) {
    boolean was =
        condition(before, type).filter(condition -> condition.status().equals(status)).isPresent();
    return condition(after, type).filter(condition -> !was && condition.status().equals(status));
  }

  private static boolean holds(@Nullable TransferStudyStatus status, String type) {
    return condition(status, type).filter(c -> c.status().equals("True")).isPresent();
  }

  private static boolean same(StudyCondition one, StudyCondition other) {
    return one.status().equals(other.status())
        && one.reason().equals(other.reason())
        && text(one).equals(text(other));
  }

  private static String text(StudyCondition condition) {
    return condition.message() == null ? "" : condition.message();
  }

  private static Optional<StudyCondition> condition(
      @Nullable TransferStudyStatus status, String type) {
    return status == null || status.conditions() == null
        ? Optional.empty()
        : status.conditions().stream().filter(c -> c.type().equals(type)).findFirst();
  }

  private static List<ModelStatus> models(
      @Nullable TransferStudyStatus status,
      Function<TransferStudyStatus, @Nullable List<ModelStatus>> list) {
    List<ModelStatus> models = status == null ? null : list.apply(status);
    return models == null ? List.of() : models;
  }
}
