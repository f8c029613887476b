package io.transferstudy.study.work;

import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Exit codes of a worker process. The message says more; the code alone is enough to go on. */
public enum ExitCode {
  DONE(0, null),
  /** An uncaught exception. */
  INTERNAL(1, Failure.Kind.INTERNAL),
  INVALID_REQUEST(2, Failure.Kind.INVALID_REQUEST),
  /** 3 is what the JVM's {@code ExitOnOutOfMemoryError} uses. */
  OUT_OF_MEMORY(3, Failure.Kind.OUT_OF_MEMORY),
  BAD_DATA(4, Failure.Kind.BAD_DATA),
  BAD_WEIGHTS(5, Failure.Kind.BAD_WEIGHTS),
  DIVERGED(6, Failure.Kind.DIVERGED),
  TRANSIENT_IO(7, Failure.Kind.TRANSIENT_IO),
  /** SIGTERM, after a checkpoint: 128 + 15, as the JVM exits. */
  INTERRUPTED(143, Failure.Kind.INTERRUPTED),
  /** SIGKILL, 128 + 9: the kernel's out-of-memory killer, unless something else is known. */
  KILLED(137, Failure.Kind.OUT_OF_MEMORY);

  private final int code;
  private final Failure.@Nullable Kind failure;

  ExitCode(int code, Failure.@Nullable Kind failure) {
    this.code = code;
    this.failure = failure;
  }

  /** The number. */
  public int code() {
    return code;
  }

  /** The kind of failure that it stands for; empty for {@link #DONE}. */
  public Optional<Failure.Kind> failure() {
    return Optional.ofNullable(failure);
  }

  /** The exit code of that number; an unknown number is {@link #INTERNAL}. */
  public static ExitCode of(int code) {
    return Stream.of(values()).filter(e -> e.code == code).findFirst().orElse(INTERNAL);
  }

  /** The exit code of a failure that a worker reports itself. */
  public static ExitCode of(Failure.Kind kind) {
    return switch (kind) {
      case INVALID_REQUEST -> INVALID_REQUEST;
      case BAD_DATA -> BAD_DATA;
      case BAD_WEIGHTS -> BAD_WEIGHTS;
      case DIVERGED -> DIVERGED;
      case OUT_OF_MEMORY -> OUT_OF_MEMORY;
      case TRANSIENT_IO -> TRANSIENT_IO;
      case INTERRUPTED -> INTERRUPTED;
      case DISRUPTED, DEADLINE, LOST, INTERNAL -> INTERNAL;
    };
  }
}
