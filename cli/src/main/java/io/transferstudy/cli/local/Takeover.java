package io.transferstudy.cli.local;

import io.transferstudy.study.json.Json;
import io.transferstudy.study.plan.Planner;
import io.transferstudy.study.work.WorkId;
import io.transferstudy.study.work.WorkRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What has to be settled before a folder's study goes on although the process that ran it was
 * killed.
 *
 * @param work that is still under way
 * @param process that does it
 */
record Takeover(WorkId work, int attempt, AttemptFolder files, ProcessHandle process) {

  /**
   * Finds every attempt whose end nobody has written down. One that still runs and is still wanted
   * goes on; one that is no longer wanted is ended; of one that is gone the end is judged now.
   *
   * @return those that go on
   */
  static List<Takeover> of(WorkLedger ledger, Clock clock) {
    var wanted =
        Planner.work(ledger.study()).stream().map(ledger::path).collect(Collectors.toSet());
    var running = new ArrayList<Takeover>();
    var unwanted = new ArrayList<ProcessHandle>();
    List<AttemptFolder> open = open(ledger.folder());
    for (AttemptFolder files : open) {
      LeftBehind.find(files, files.start().orElseThrow())
          .ifPresent(process -> {
            if (wanted.contains(files.path().getParent())) {
              running.add(takeover(files, process));
            } else {
              unwanted.add(process);
            }
          });
    }
    LeftBehind.end(unwanted, Worker.GRACE);
    for (AttemptFolder files : open) {
      if (running.stream().noneMatch(taken -> taken.files().equals(files))) {
        var outcome = Verdict.unseen(fence(files), files.result());
        files.write(AttemptEnd.of(outcome, clock.instant()));
      }
    }
    return running;
  }

  private static Takeover takeover(AttemptFolder files, ProcessHandle process) {
    WorkRequest request = request(files);
    return new Takeover(WorkId.parse(request.work()), request.attempt(), files, process);
  }

  private static Verdict.Fence fence(AttemptFolder files) {
    WorkRequest request = request(files);
    return new Verdict.Fence(
        request.studyUid(),
        request.work(),
        request.attempt(),
        files.start().orElseThrow().podUid());
  }

  private static WorkRequest request(AttemptFolder files) {
    try {
      return Json.read(Files.readString(files.request()), WorkRequest.class);
    } catch (IOException e) {
      throw FolderTrouble.at(files.request(), e);
    }
  }

  private static List<AttemptFolder> open(StudyFolder folder) {
    return entries(folder.work()).stream()
        .flatMap(work -> entries(work).stream())
        .map(AttemptFolder::new)
        .filter(files -> files.start().isPresent() && files.end().isEmpty())
        .toList();
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
