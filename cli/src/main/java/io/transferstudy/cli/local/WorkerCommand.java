package io.transferstudy.cli.local;

import io.transferstudy.study.work.WorkerEnvironment;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a worker process is started, but for its request.
 *
 * @param java the executable
 * @param flags of the JVM
 * @param classPath as {@code -cp} takes it
 * @param mainClass with the worker's main method
 * @param torchScript whether it may run models that are TorchScript files, which are programs
 */
public record WorkerCommand(
    Path java, List<String> flags, String classPath, String mainClass, boolean torchScript) {
  private static final String MAIN = "io.transferstudy.worker.Main";

  public WorkerCommand {
    flags = List.copyOf(flags);
  }

  /** A worker that runs no programs. */
  public WorkerCommand(Path java, List<String> flags, String classPath, String mainClass) {
    this(java, flags, classPath, mainClass, false);
  }

  /** The same, allowed to run programs or not. */
  public WorkerCommand withTorchScript(boolean allowed) {
    return new WorkerCommand(java, flags, classPath, mainClass, allowed);
  }

  /**
   * The worker that was built in this source tree.
   *
   * @param home the root of the source tree
   * @param slots how many workers share the machine's memory
   * @throws Refusal if it was not built
   */
  public static WorkerCommand builtIn(Path home, int slots) {
    Path target = home.resolve("worker").resolve("target");
    try (var jars = Files.newDirectoryStream(target, "worker-*.jar")) {
      for (Path jar : jars) {
        String classPath = target.resolve("lib") + File.separator + "*" + File.pathSeparator + jar;
        return new WorkerCommand(thisJava(), flags(slots), classPath, MAIN);
      }
    } catch (IOException e) {
      // said below, with the remedy
    }
    throw new Refusal(
        "no worker in " + target + ". Build it: ./mvnw -q -DskipTests package -pl worker -am");
  }

  /** The executable of the JVM that runs this. */
  static Path thisJava() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  private static List<String> flags(int slots) {
    // Half of the memory for all heaps together: tensors live outside them.
    int heapPercent = Math.max(1, Math.min(25, 50 / slots));
    return List.of(
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:+UseSerialGC",
        "-XX:MaxRAMPercentage=" + heapPercent,
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow");
  }

  /**
   * What every worker process has in its environment.
   *
   * @param message the file of its result message
   * @param threads of the engine
   */
  Map<String, String> environment(Path message, int threads) {
    var environment = new TreeMap<>(WorkerEnvironment.of(threads));
    environment.put("TRANSFER_STUDY_MESSAGE", message.toString());
    environment.put(WorkerEnvironment.ALLOW_TORCHSCRIPT, Boolean.toString(torchScript));
    return environment;
  }

  /** The command line for one request. */
  List<String> line(Path requestFile) {
    var line = new ArrayList<String>();
    line.add(java.toString());
    line.addAll(flags);
    line.addAll(List.of("-cp", classPath, mainClass, "--request-file", requestFile.toString()));
    return List.copyOf(line);
  }
}
