package io.transferstudy.cli.local;

import io.transferstudy.study.Studies;
import io.transferstudy.study.grid.Grid;
import io.transferstudy.study.grid.Model;
import io.transferstudy.study.grid.ModelSource;
import io.transferstudy.study.grid.Setting;
import io.transferstudy.study.grid.Study;
import io.transferstudy.study.work.WorkRequest;
import java.time.Clock;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/** Studies for the stub worker, and an executor that runs them. */
final class StubStudies {
  private StubStudies() {}

  static final WorkerCommand STUB =
      new WorkerCommand(
          WorkerCommand.thisJava(),
          List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"),
          System.getProperty("java.class.path"),
          StubWorker.class.getName());

  /** One cell for each behaviour, trained from random initialisation: nothing to wait for. */
  static Study cells(int parallelism, String... behaviours) {
    return cells(parallelism, 1, behaviours);
  }

  /** The same with seeds 1..n. */
  static Study cells(int parallelism, int seeds, String... behaviours) {
    var grid = Studies.pretrained(parallelism, List.of("m"), behaviours).grid();
    var model = new Model("m", "resnet-8", 1, 24, new ModelSource.None(), null);
    Predicate<Setting> needsWeights = Setting::needsWeights;
    return new Study(
        "stub",
        new Grid(
            List.of(model),
            grid.datasets(),
            grid.settings().stream().filter(needsWeights.negate()).toList(),
            LongStream.rangeClosed(1, seeds).boxed().toList()),
        new Study.Limits(parallelism, false, 2, null, 1));
  }

  static LocalExecutor executor(ClaimedFolder claim, Study study, Runnable onChange) {
    var artifacts = claim.folder().artifacts().toString();
    return new LocalExecutor(
        new WorkLedger(study, claim.id(), claim.folder()),
        STUB,
        new WorkRequest.Folders("/nowhere", "/nowhere", artifacts),
        new Slots(study.limits().parallelism(), List.of()),
        Clock.systemUTC(),
        onChange);
  }
}
