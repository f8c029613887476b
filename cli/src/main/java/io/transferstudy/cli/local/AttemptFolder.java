package io.transferstudy.cli.local;

import io.transferstudy.study.json.Json;
import io.transferstudy.study.json.MalformedJsonException;
import io.transferstudy.study.work.WorkResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The files of one attempt. */
record AttemptFolder(Path path) {
  static AttemptFolder of(Path work, int attempt) {
    return new AttemptFolder(work.resolve(Integer.toString(attempt)));
  }

  /** What the worker is asked. */
  Path request() {
    return path.resolve("request.json");
  }

  /** What the worker answers: the local stand-in for a pod's termination message. */
  Path message() {
    return path.resolve("message.json");
  }

  /** All that the worker prints. */
  Path log() {
    return path.resolve("log.txt");
  }

  private Path started() {
    return path.resolve("started.json");
  }

  private Path ended() {
    return path.resolve("ended.json");
  }

  Optional<AttemptStart> start() {
    return read(started()).map(text -> Json.read(text, AttemptStart.class));
  }

  void write(AttemptStart start) {
    AtomicFile.write(started(), Json.write(start));
  }

  Optional<AttemptEnd> end() {
    return read(ended()).map(text -> Json.read(text, AttemptEnd.class));
  }

  void write(AttemptEnd end) {
    AtomicFile.write(ended(), Json.write(end));
  }

  /** The worker's message; empty if there is none or it was cut off. */
  Optional<WorkResult> result() {
    try {
      return read(message()).map(text -> Json.read(text, WorkResult.class));
    } catch (MalformedJsonException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw FolderTrouble.at(file, e);
    }
  }
}
