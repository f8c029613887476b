package io.transferstudy.cli.local;

import io.transferstudy.study.json.Json;
import io.transferstudy.study.work.WorkRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** What has to be settled before a folder's study goes on after its process was killed. */
final class Takeover {
  private Takeover() {}

  /**
   * Ends workers that were left behind, and judges every attempt whose end nobody saw; also those
   * of work that the manifest has since defined anew.
   */
  static void of(StudyFolder folder, Clock clock, Duration grace) {
    List<AttemptFolder> open =
        entries(folder.work()).stream()
            .flatMap(work -> entries(work).stream())
            .map(AttemptFolder::new)
            .filter(files -> files.start().isPresent() && files.end().isEmpty())
            .toList();
    LeftBehind.end(
        open.stream()
            .flatMap(files -> LeftBehind.find(files, files.start().orElseThrow()).stream())
            .toList(),
        grace);
    for (AttemptFolder files : open) {
      var outcome = Verdict.unseen(fence(files), files.result());
      files.write(AttemptEnd.of(outcome, clock.instant()));
    }
  }

  private static Verdict.Fence fence(AttemptFolder files) {
    try {
      var request = Json.read(Files.readString(files.request()), WorkRequest.class);
      return new Verdict.Fence(
          request.studyUid(),
          request.work(),
          request.attempt(),
          files.start().orElseThrow().podUid());
    } catch (IOException e) {
      throw FolderTrouble.at(files.request(), e);
    }
  }

  private static List<Path> entries(Path directory) {
    try (var entries = Files.list(directory)) {
      return entries.filter(Files::isDirectory).toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw FolderTrouble.at(directory, e);
    }
  }
}
