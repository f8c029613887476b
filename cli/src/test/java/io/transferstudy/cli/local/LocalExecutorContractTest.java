package io.transferstudy.cli.local;

import io.transferstudy.study.json.Json;
import io.transferstudy.study.plan.CellExecutor;
import io.transferstudy.study.plan.CellExecutorContract;
import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.WorkId;
import io.transferstudy.study.work.WorkResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class LocalExecutorContractTest extends CellExecutorContract {
  @TempDir Path scratch;

  private final Wake wake = new Wake();
  private final List<LocalExecutor> opened = new ArrayList<>();
  private ClaimedFolder claim;

  @Override
  protected CellExecutor open() throws IOException {
    if (claim != null) {
      claim.close();
    }
    claim = ClaimedFolder.claim(scratch.resolve("study"), STUDY.name());
    opened.add(StubStudies.executor(StubStudies.obedient(scratch), claim, STUDY, wake::signal));
    return opened.getLast();
  }

  @AfterEach
  void end() throws InterruptedException {
    for (LocalExecutor executor : opened) {
      executor.killAll();
      while (executor.running() > 0) {
        wake.await(Duration.ofMillis(50));
      }
    }
  }

  /** Each process leaves a file before it does anything else; one ended sooner has left its id. */
  @Override
  protected int begun(WorkId work) throws IOException, InterruptedException {
    Thread.sleep(500); // a second process would need a moment to show
    int begun = 0;
    for (int attempt : ledger().attempts(work)) {
      AttemptFolder files = ledger().attempt(work, attempt);
      int told = told(files.path());
      begun += told == 0 && files.start().orElseThrow().pid() != null ? 1 : told;
    }
    return begun;
  }

  private static int told(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return (int) files.filter(file -> file.getFileName().toString().startsWith("begun.")).count();
    }
  }

  @Override
  protected void end(WorkId work, int attempt, Outcome outcome) {
    Path order = ledger().attempt(work, attempt).path().resolve("order.json");
    AtomicFile.write(order, Json.write(new WorkResult("", "", 0, "", outcome)));
  }

  @Override
  protected void turnUpLate(WorkId work, int attempt, Outcome outcome) throws IOException {
    AttemptFolder files = ledger().attempt(work, attempt);
    var result =
        new WorkResult(
            claim.id().uid(), work.key(), attempt, files.start().orElseThrow().podUid(), outcome);
    Files.writeString(files.message(), Json.write(result));
  }

  private WorkLedger ledger() {
    return new WorkLedger(STUDY, claim.id(), claim.folder());
  }
}
