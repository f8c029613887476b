package io.transferstudy.bench.load;

import io.transferstudy.worker.engine.Device;
import io.transferstudy.worker.engine.Engine;
import io.transferstudy.worker.engine.Network;
import io.transferstudy.worker.model.Models;
import io.transferstudy.worker.model.PretrainedFile;
import io.transferstudy.worker.torchscript.NetworkGraph;
import io.transferstudy.worker.weights.FileDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Loads ResNet-50 from a file, {@code LoadBench FILE TIMES}, and prints the seconds of the first
 * load of the process, the median of so many later ones, the MiB by which the first raised the
 * process's peak of resident memory, and the seconds of the file's digest. The engine runs before:
 * its start belongs to the process, not to a file.
 */
final class LoadBench {
  private static final String STATUS = "/proc/self/status";
  private static final String PEAK = "VmHWM:";
  private static final double KIB_PER_MIB = 1024;

  private LoadBench() {}

  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    var engine = Engine.start(Runtime.getRuntime().availableProcessors(), Device.CPU);
    Network.options(engine); // tries the engine once
    double before = peak();
    double first = load(engine, file);
    double most = peak() - before;
    var again = new double[Integer.parseInt(args[1])];
    for (int i = 0; i < again.length; i++) {
      again[i] = load(engine, file);
    }
    Arrays.sort(again);
    long start = System.nanoTime();
    FileDigest.sha256(file);
    System.out.printf("%f %f %f %f%n", first, again[again.length / 2], most, since(start));
  }

  private static double load(Engine engine, Path file) {
    long start = System.nanoTime();
    NetworkGraph graph = Models.find("resnet-50").orElseThrow().network(1000);
    try (var source = PretrainedFile.whole(graph, file);
        var network = Network.load(engine, graph, source)) {
      return since(start);
    }
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  /** The most memory that was resident at once, in MiB. */
  private static double peak() throws IOException {
    return Files.readAllLines(Path.of(STATUS)).stream()
            .filter(line -> line.startsWith(PEAK))
            .map(line -> line.replaceAll("\\D+", ""))
            .mapToDouble(Double::parseDouble)
            .findFirst()
            .orElseThrow()
        / KIB_PER_MIB;
  }
}
