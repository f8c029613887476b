package io.transferstudy.worker.stage;

import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Failure.Kind;
import io.transferstudy.worker.download.DownloadException;
import io.transferstudy.worker.image.BadDataException;
import io.transferstudy.worker.train.DivergedException;
import io.transferstudy.worker.weights.WeightsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** What went wrong, from what was thrown. */
public final class FailureReading {
  private FailureReading() {}

  /** The failure that an exception stands for. */
  public static Failure of(Throwable thrown) {
    return switch (thrown) {
      case BadDataException e -> new Failure(Kind.BAD_DATA, message(e));
      case WeightsException e -> new Failure(Kind.BAD_WEIGHTS, message(e));
      case DownloadException e ->
          new Failure(e.mayPass() ? Kind.TRANSIENT_IO : Kind.BAD_WEIGHTS, message(e));
      case DivergedException e -> new Failure(Kind.DIVERGED, message(e));
      case InterruptedStageException e -> new Failure(Kind.INTERRUPTED, message(e));
      case InvalidRequestException e -> new Failure(Kind.INVALID_REQUEST, message(e));
      case OutOfMemoryError e -> new Failure(Kind.OUT_OF_MEMORY, message(e));
      case UncheckedIOException e -> new Failure(Kind.TRANSIENT_IO, io(e));
      case IOException e -> new Failure(Kind.TRANSIENT_IO, io(e));
      case RuntimeException e when outOfNativeMemory(e) ->
          new Failure(Kind.OUT_OF_MEMORY, firstLine(message(e)));
      default ->
          new Failure(Kind.INTERNAL, thrown.getClass().getSimpleName() + ": " + message(thrown));
    };
  }

  /** libtorch's allocators say so in words only. */
  static boolean outOfNativeMemory(RuntimeException e) {
    String text = message(e).toLowerCase(Locale.ROOT);
    return text.contains("can't allocate memory") || text.contains("out of memory");
  }

  private static String io(Exception e) {
    Exception cause = e.getCause() instanceof FileSystemException file ? file : e;
    String text = message(e);
    if (text.contains("No space left on device")) {
      return text + " (the artifacts folder is full: free some space)";
    }
    return switch (cause) {
      case AccessDeniedException denied ->
          denied.getFile() + ": permission denied; let this user have it";
      case NoSuchFileException gone -> gone.getFile() + ": it is not there, or no longer";
      default -> e.getClass().getSimpleName() + ": " + text;
    };
  }

  private static String message(Throwable e) {
    return e.getMessage() == null ? "no message" : e.getMessage();
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse(text);
  }
}
