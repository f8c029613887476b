package io.transferstudy.cli.local;

import io.transferstudy.study.Studies;
import io.transferstudy.study.grid.Grid;
import io.transferstudy.study.grid.Model;
import io.transferstudy.study.grid.ModelSource;
import io.transferstudy.study.grid.Setting;
import io.transferstudy.study.grid.Study;
import io.transferstudy.study.work.WorkRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/** Studies for the stub worker, and an executor that runs them. */
final class StubStudies {
  private StubStudies() {}

  /** Behaves as its data set's name says. */
  static final WorkerCommand STUB =
      new WorkerCommand(
          WorkerCommand.thisJava(),
          List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"),
          System.getProperty("java.class.path"),
          StubWorker.class.getName());

  /**
   * Ends with the outcome that a test writes down for it. A file {@code begun.PID} in its folder
   * tells of each process: it is there or not, however soon the process is killed.
   */
  static WorkerCommand obedient(Path directory) throws IOException {
    Path script = directory.resolve("java-that-tells");
    if (!Files.exists(script)) {
      var text = "#!/bin/sh\n: > begun.$$\nexec '%s' \"$@\"\n";
      Files.writeString(script, text.formatted(STUB.java()));
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }
    var flags = List.of("-XX:TieredStopAtLevel=1", "-Xmx64m", "-Dstub.obeys=true");
    return new WorkerCommand(script, flags, STUB.classPath(), STUB.mainClass());
  }

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
    return executor(STUB, claim, study, onChange);
  }

  static LocalExecutor executor(
      WorkerCommand command, ClaimedFolder claim, Study study, Runnable onChange) {
    var artifacts = claim.folder().artifacts().toString();
    return new LocalExecutor(
        new WorkLedger(study, claim.id(), claim.folder()),
        command,
        new WorkRequest.Folders("/nowhere", "/nowhere", artifacts, "/nowhere"),
        new Slots(study.limits().parallelism(), List.of()),
        Clock.systemUTC(),
        onChange);
  }
}
