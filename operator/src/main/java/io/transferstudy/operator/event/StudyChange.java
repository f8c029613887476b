package io.transferstudy.operator.event;

import io.transferstudy.api.v1alpha1.CellCounts;
import io.transferstudy.api.v1alpha1.SharedStatus;
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

  /** The failures of shared work that this change brings. */
  List<Failure> failures() {
    return Stream.of(
            news(TransferStudyStatus::pretrained),
            news(TransferStudyStatus::gates),
            news(TransferStudyStatus::prepared))
        .flatMap(List::stream)
        .map(SharedFailure::failure)
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
    news(TransferStudyStatus::prepared).forEach(news -> events.add(event("preparation of ", news)));
    warned()
        .forEach(status ->
            events.add(
                warning(
                    StatusRecords.WARNINGS,
                    "images of %s: %s".formatted(status.subject(), status.message()))));
    news(TransferStudyStatus::gates)
        .forEach(news -> events.add(event("check of the weights of ", news)));
    news(TransferStudyStatus::pretrained)
        .forEach(news -> events.add(event("pretraining of ", news)));
    became("Complete", "True").ifPresent(c -> events.add(complete()));
    return events;
  }

  /** Work that has newly failed. */
  private record SharedFailure(SharedStatus status, Failure failure) {}

  private StudyEvent event(String work, SharedFailure news) {
    Failure failure = news.failure();
    boolean last = Phase.FAILED.label().equals(news.status().phase());
    return StudyEvent.of(
        study,
        failure.kind().retry() == Failure.Retry.FREE ? Type.NORMAL : Type.WARNING,
        StatusRecords.reason(failure.kind()),
        "%s%s, attempt %d%s: %s"
            .formatted(
                work,
                news.status().subject(),
                news.status().attempt(),
                last ? ", given up" : "",
                failure.message()));
  }

  private List<SharedFailure> news(
      Function<TransferStudyStatus, @Nullable List<? extends SharedStatus>> list) {
    return records(after, list).stream()
        .flatMap(status -> failure(status, list).map(f -> new SharedFailure(status, f)).stream())
        .toList();
  }

  private Optional<Failure> failure(
      SharedStatus status,
      Function<TransferStudyStatus, @Nullable List<? extends SharedStatus>> list) {
    WorkRecord earlier =
        records(before, list).stream()
            .filter(known -> known.subject().equals(status.subject()))
            .filter(known -> String.valueOf(known.definition()).equals(status.definition()))
            .map(StatusRecords::read)
            .findFirst()
            .orElse(WorkRecord.NONE);
    return AttemptFailure.between(earlier, StatusRecords.read(status));
  }

  /** Data sets that are newly prepared and have something to look at. */
  private List<? extends SharedStatus> warned() {
    List<? extends SharedStatus> known = records(before, TransferStudyStatus::prepared);
    return records(after, TransferStudyStatus::prepared).stream()
        .filter(status -> StatusRecords.WARNINGS.equals(status.reason()))
        .filter(status ->
            known.stream()
                .noneMatch(earlier ->
                    earlier.subject().equals(status.subject())
                        && String.valueOf(earlier.message()).equals(status.message())))
        .toList();
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

  private static List<? extends SharedStatus> records(
      @Nullable TransferStudyStatus status,
      Function<TransferStudyStatus, @Nullable List<? extends SharedStatus>> list) {
    List<? extends SharedStatus> records = status == null ? null : list.apply(status);
    return records == null ? List.of() : records;
  }
}
