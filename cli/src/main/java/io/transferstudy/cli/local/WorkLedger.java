package io.transferstudy.cli.local;

import io.transferstudy.study.grid.Study;
import io.transferstudy.study.plan.Definition;
import io.transferstudy.study.plan.Planner;
import io.transferstudy.study.plan.WorkState;
import io.transferstudy.study.plan.WorkState.Attempts;
import io.transferstudy.study.work.Failure;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.WorkId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the folders of a study's work say of it: the durable truth.
 *
 * @param study decides which folder is a piece of work's now
 */
public record WorkLedger(Study study, StudyId id, StudyFolder folder) {

  /** What is known of a study in a folder; empty if that folder holds no such study. */
  public static Optional<WorkLedger> existing(Study study, Path directory) {
    try {
      var folder = new StudyFolder(directory.toRealPath());
      return StudyId.read(folder)
          .filter(id -> id.study().equals(study.name()))
          .map(id -> new WorkLedger(study, id, folder));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw FolderTrouble.at(directory, e);
    }
  }

  /**
   * The state of every piece of work that was ever started as it is defined now. What is shared and
   * whose files are gone is to be done again.
   */
  public Map<WorkId, WorkState> read() {
    var states = new LinkedHashMap<WorkId, WorkState>();
    for (WorkId work : Planner.work(study)) {
      List<Integer> attempts = attempts(work);
      if (!attempts.isEmpty()) {
        states.put(work, ifThere(work, state(work, attempts)));
      }
    }
    return states;
  }

  /** The folder of that piece of work as it is defined now. */
  Path path(WorkId work) {
    return folder.work(work, Definition.of(study, work).digest());
  }

  /** Where that attempt's log lies, relative to the study's folder. */
  public Path log(WorkId work, int attempt) {
    return folder.path().relativize(attempt(work, attempt).log());
  }

  AttemptFolder attempt(WorkId work, int attempt) {
    return AttemptFolder.of(path(work), attempt);
  }

  Verdict.Fence fence(WorkId work, int attempt, AttemptStart start) {
    return new Verdict.Fence(id.uid(), work.key(), attempt, start.podUid());
  }

  /** Numbers of the attempts that were started, ascending. */
  List<Integer> attempts(WorkId work) {
    try (var entries = Files.list(path(work))) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.matches("[1-9][0-9]{0,6}"))
          .map(Integer::valueOf)
          .filter(attempt -> attempt(work, attempt).start().isPresent())
          .sorted()
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw FolderTrouble.at(path(work), e);
    }
  }

  /** The state of one piece of work. */
  WorkState state(WorkId work) {
    return state(work, attempts(work));
  }

  /** What others start from must still be there: a person may have made room. */
  private WorkState ifThere(WorkId work, WorkState state) {
    boolean shared = work instanceof WorkId.Prepare || work instanceof WorkId.Pretrain;
    return shared
            && state instanceof WorkState.Done(Attempts made, Outcome.Success success)
            && !Files.isDirectory(folder.artifacts().resolve(success.artifacts()))
        ? new WorkState.Waiting(new Attempts(made.made(), made.free() + 1, made.outOfMemory()))
        : state;
  }

  private WorkState state(WorkId work, List<Integer> attempts) {
    int forgiven = forgiven(work);
    int free = 0;
    int outOfMemory = 0;
    WorkState last = new WorkState.Waiting(Attempts.NONE);
    for (int attempt : attempts) {
      AttemptFolder files = attempt(work, attempt);
      AttemptStart start = files.start().orElseThrow();
      if (files.end().isEmpty()) {
        last = new WorkState.Running(new Attempts(attempt, free, outOfMemory), start.at());
        continue;
      }
      AttemptEnd end = files.end().get();
      switch (end.outcome()) {
        case Outcome.Success success -> {
          last = new WorkState.Done(new Attempts(attempt, free, outOfMemory), success);
          free++; // another one follows only where this one's files were gone
        }
        case Outcome.Failed(Failure failure) -> {
          boolean forgotten = attempt <= forgiven;
          Attempts ended = new Attempts(attempt, free, outOfMemory).endedBy(failure.kind());
          free = forgotten ? free + 1 : ended.free();
          outOfMemory = ended.outOfMemory();
          var made = new Attempts(attempt, free, outOfMemory);
          last =
              forgotten
                  ? new WorkState.Waiting(made)
                  : new WorkState.Failed(made, end.at(), failure);
        }
      }
    }
    return last;
  }

  /**
   * Lets work that was given up start anew: its attempts so far do not count.
   *
   * @return how many pieces of work that are
   */
  public int forgiveFailures() {
    int count = 0;
    for (var entry : read().entrySet()) {
      if (entry.getValue() instanceof WorkState.Failed failed && Planner.givenUp(failed, study)) {
        String attempts = Integer.toString(failed.attempts().made());
        AtomicFile.write(forgivenFile(entry.getKey()), attempts);
        count++;
      }
    }
    return count;
  }

  private int forgiven(WorkId work) {
    try {
      return Integer.parseInt(Files.readString(forgivenFile(work)).strip());
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw FolderTrouble.at(forgivenFile(work), e);
    }
  }

  private Path forgivenFile(WorkId work) {
    return path(work).resolve("forgiven-attempts");
  }
}
