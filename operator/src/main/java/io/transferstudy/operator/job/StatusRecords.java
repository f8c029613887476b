package io.transferstudy.operator.job;

import io.transferstudy.api.v1alpha1.DatasetStatus;
import io.transferstudy.api.v1alpha1.ModelStatus;
import io.transferstudy.api.v1alpha1.SharedStatus;
import io.transferstudy.api.v1alpha1.TransferCellStatus;
import io.transferstudy.study.findings.Score;
import io.transferstudy.study.plan.CellProgress;
import io.transferstudy.study.plan.CellProgress.Phase;
import io.transferstudy.study.plan.WorkState.Attempts;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.MetricScore;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.Outcome.Success;
import io.transferstudy.study.work.WorkId;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes records into status and reads them back: status is where they are kept. */
public final class StatusRecords {
  /** The reason of a data set that is prepared and has something to look at. */
  public static final String WARNINGS = "Warnings";

  private static final String BETWEEN_WARNINGS = " | ";

  private StatusRecords() {}

  /** A cell's status. */
  public static TransferCellStatus cell(CellProgress progress, Observation seen) {
    WorkRecord record = seen.record();
    Success result = progress.result();
    Score score = result == null ? null : Score.of(result);
    // A stopped attempt whose end is recorded keeps its place, but must be read back as ended.
    boolean stopping = progress.phase() == Phase.RUNNING && record.outcome() != null;
    Failure failure =
        stopping && record.outcome() instanceof Outcome.Failed(var why) ? why : progress.failure();
    return new TransferCellStatus(
        (stopping ? Phase.PENDING : progress.phase()).label(),
        record.attempts().made(),
        record.attempts().free(),
        failure == null ? seen.reason() : reason(failure.kind()),
        failure == null ? seen.message() : failure.message(),
        score == null ? null : fraction(score.value()),
        score == null ? null : fraction(score.interval95().low()),
        score == null ? null : fraction(score.interval95().high()),
        result == null ? null : result.correct(),
        result == null ? null : result.total(),
        score == null ? null : score.metric().code(),
        result == null ? null : ChosenText.write(result.chosen()),
        result == null ? null : result.validationAccuracy(),
        result == null ? null : result.seconds(),
        result == null ? null : result.device(),
        result == null ? null : result.resultKey(),
        result == null ? null : result.artifacts(),
        text(record.startedAt()),
        text(record.finishedAt()),
        record.jobName(),
        orNull(record.attempts().outOfMemory()),
        orNull(record.failedNodes()),
        gpuSeconds(record),
        score == null ? null : fraction(score.standardError()),
        result == null ? null : ScoreRecords.write(result.score()));
  }

  /** The status of what is done once in a study. */
  public static SharedStatus shared(
      WorkId.Shared work, String definition, Phase phase, Observation seen) {
    return switch (work) {
      case WorkId.Gate(var model) -> model(model, definition, phase, seen, false);
      case WorkId.Pretrain(var model) -> model(model, definition, phase, seen, true);
      case WorkId.Prepare(var dataset) -> dataset(dataset, definition, phase, seen);
    };
  }

  private static DatasetStatus dataset(
      String dataset, String definition, Phase phase, Observation seen) {
    WorkRecord record = seen.record();
    Success result = record.outcome() instanceof Success success ? success : null;
    Failure failure = record.outcome() instanceof Outcome.Failed(var why) ? why : null;
    List<String> warnings = result == null ? List.of() : result.warned();
    boolean warned = !warnings.isEmpty();
    String message = warned ? String.join(BETWEEN_WARNINGS, warnings) : seen.message();
    return new DatasetStatus(
        dataset,
        definition,
        phase.label(),
        record.attempts().made(),
        record.attempts().free(),
        failure == null ? warned ? WARNINGS : seen.reason() : reason(failure.kind()),
        failure == null ? message : failure.message(),
        result == null ? null : result.correct(),
        result == null ? null : result.total(),
        result == null ? null : result.seconds(),
        result == null ? null : result.resultKey(),
        result == null ? null : result.artifacts(),
        text(record.startedAt()),
        text(record.finishedAt()),
        record.jobName(),
        orNull(record.attempts().outOfMemory()),
        orNull(record.failedNodes()));
  }

  /**
   * @param hasArtifacts that somebody reads
   */
  private static ModelStatus model(
      String model, String definition, Phase phase, Observation seen, boolean hasArtifacts) {
    WorkRecord record = seen.record();
    Success result = record.outcome() instanceof Success success ? success : null;
    Failure failure = record.outcome() instanceof Outcome.Failed(var why) ? why : null;
    return new ModelStatus(
        model,
        definition,
        phase.label(),
        record.attempts().made(),
        record.attempts().free(),
        failure == null ? seen.reason() : reason(failure.kind()),
        failure == null ? seen.message() : failure.message(),
        result == null ? null : result.correct(),
        result == null ? null : result.total(),
        result == null ? null : result.seconds(),
        result == null ? null : result.device(),
        result == null || !hasArtifacts ? null : result.resultKey(),
        result == null || !hasArtifacts ? null : result.artifacts(),
        result == null ? null : result.weightsSha256(),
        text(record.startedAt()),
        text(record.finishedAt()),
        record.jobName(),
        orNull(record.attempts().outOfMemory()),
        orNull(record.failedNodes()),
        gpuSeconds(record));
  }

  private static @Nullable Double gpuSeconds(WorkRecord record) {
    double seconds = record.attempts().gpuSeconds();
    return seconds == 0 ? null : seconds;
  }

  /** Reads {@link #cell} back. */
  public static WorkRecord read(@Nullable TransferCellStatus status) {
    if (status == null) {
      return WorkRecord.NONE;
    }
    var attempts =
        attempts(
            status.attempt(),
            status.freeAttempts(),
            status.outOfMemoryAttempts(),
            status.gpuSeconds());
    boolean succeeded = Phase.SUCCEEDED.label().equals(status.phase());
    Success result =
        succeeded && ScoreRecords.readable(status)
            ? success(
                status.resultKey(),
                status.correct(),
                status.total(),
                ChosenText.read(status.chosen()),
                status.validationAccuracy(),
                status.seconds(),
                status.device(),
                status.artifacts(),
                null,
                ScoreRecords.read(status).orElse(null),
                List.of())
            : null;
    return record(
        attempts,
        result,
        status.phase(),
        status.reason(),
        status.message(),
        status.startedAt(),
        status.finishedAt(),
        status.jobName(),
        status.failedNodes());
  }

  /** Reads {@link #shared} back. */
  public static WorkRecord read(SharedStatus status) {
    var attempts =
        attempts(
            status.attempt(),
            status.freeAttempts(),
            status.outOfMemoryAttempts(),
            status.gpuSeconds());
    boolean succeeded = Phase.SUCCEEDED.label().equals(status.phase());
    Success result =
        succeeded
            ? success(
                status.resultKey(),
                status.correct(),
                status.total(),
                null,
                null,
                status.seconds(),
                status.device(),
                status.artifacts(),
                status.weightsSha256(),
                null,
                warnings(status))
            : null;
    return record(
        attempts,
        result,
        status.phase(),
        status.reason(),
        status.message(),
        status.startedAt(),
        status.finishedAt(),
        status.jobName(),
        status.failedNodes());
  }

  private static WorkRecord record(
      Attempts attempts,
      @Nullable Success result,
      @Nullable String phase,
      @Nullable String reason,
      @Nullable String message,
      @Nullable String startedAt,
      @Nullable String finishedAt,
      @Nullable String jobName,
      @Nullable List<String> failedNodes) {
    if (attempts.made() == 0) {
      return WorkRecord.NONE; // also where the reason is another's failure
    }
    Outcome outcome = result;
    if (result == null && finishedAt != null && !Phase.RUNNING.label().equals(phase)) {
      outcome = new Outcome.Failed(new Failure(kind(reason), message == null ? "" : message));
    }
    return new WorkRecord(
        attempts,
        outcome,
        FailureReading.time(startedAt).orElse(null),
        FailureReading.time(finishedAt).orElse(null),
        jobName,
        failedNodes == null ? List.of() : failedNodes);
  }

  private static @Nullable Success success(
      @Nullable String resultKey,
      @Nullable Integer correct,
      @Nullable Integer total,
      Outcome.@Nullable Chosen chosen,
      @Nullable Double validationAccuracy,
      @Nullable Double seconds,
      @Nullable String device,
      @Nullable String artifacts,
      @Nullable String weightsSha256,
      @Nullable MetricScore score,
      List<String> warnings) {
    if (correct == null || total == null || total < 1 || correct < 0 || correct > total) {
      return null;
    }
    return new Success(
        resultKey == null ? "" : resultKey,
        correct,
        total,
        chosen,
        validationAccuracy,
        seconds == null ? 0 : seconds,
        device == null ? "" : device,
        false,
        artifacts == null ? "" : artifacts,
        weightsSha256,
        score,
        warnings);
  }

  private static List<String> warnings(SharedStatus status) {
    String message = status.message();
    return WARNINGS.equals(status.reason()) && message != null
        ? List.of(message.split(Pattern.quote(BETWEEN_WARNINGS)))
        : List.of();
  }

  private static Attempts attempts(
      @Nullable Integer made,
      @Nullable Integer free,
      @Nullable Integer outOfMemory,
      @Nullable Double gpuSeconds) {
    int known = made == null ? 0 : Math.max(0, made);
    return new Attempts(
        known,
        free == null ? 0 : Math.clamp(free, 0, known),
        outOfMemory == null ? 0 : Math.clamp(outOfMemory, 0, known),
        gpuSeconds == null ? 0 : Math.max(0, gpuSeconds));
  }

  /** What is seldom there takes no room in status. */
  private static @Nullable Integer orNull(int count) {
    return count == 0 ? null : count;
  }

  private static @Nullable List<String> orNull(List<String> names) {
    return names.isEmpty() ? null : names;
  }

  /** {@code OUT_OF_MEMORY} as Kubernetes writes reasons: {@code OutOfMemory}. */
  public static String reason(Failure.Kind kind) {
    return Arrays.stream(kind.name().split("_", -1))
        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }

  private static Failure.Kind kind(@Nullable String reason) {
    Optional<Failure.Kind> kind =
        Stream.of(Failure.Kind.values()).filter(k -> reason(k).equals(reason)).findFirst();
    return kind.orElse(Failure.Kind.INTERNAL);
  }

  private static String fraction(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
