package io.transferstudy.cli.local;

import io.transferstudy.study.json.Json;
import io.transferstudy.study.json.MalformedJsonException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a worker last said of how far it is.
 *
 * @param fraction of the whole that is done, in [0, 1]; null if it did not say
 * @param note a few words for a person
 */
public record WorkerProgress(@Nullable Double fraction, @Nullable String note) {
  static final WorkerProgress NONE = new WorkerProgress(null, null);
  private static final String PREFIX = "progress ";

  /** Reads a line of the form {@code progress {"fraction":0.5,"note":"..."}}; else empty. */
  static Optional<WorkerProgress> parse(String line) {
    if (!line.startsWith(PREFIX)) {
      return Optional.empty();
    }
    String rest = line.substring(PREFIX.length()).strip();
    if (!rest.startsWith("{")) {
      return Optional.of(new WorkerProgress(null, rest));
    }
    try {
      return Optional.of(Json.read(rest, WorkerProgress.class));
    } catch (MalformedJsonException e) {
      return Optional.empty(); // somebody else's line: it is in the log
    }
  }
}
