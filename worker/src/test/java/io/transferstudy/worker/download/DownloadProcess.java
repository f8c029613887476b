package io.transferstudy.worker.download;

import io.transferstudy.study.work.AllowedHosts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A process that downloads one file and prints its digest, or what went wrong. */
final class DownloadProcess {
  private DownloadProcess() {}

  public static void main(String[] args) throws InterruptedException {
    var downloads = new Downloads(Path.of(args[0]), rules(Duration.ofSeconds(20)));
    try {
      System.out.println(downloads.fetch(args[1], null).sha256());
    } catch (DownloadException e) {
      System.out.println(e.getMessage());
      System.exit(1);
    }
  }

  /** Plain http to this machine, quick tries. */
  static DownloadRules rules(Duration readTimeout) {
    return new DownloadRules(
        AllowedHosts.of("127.0.0.1"),
        1 << 20,
        Duration.ofSeconds(20),
        readTimeout,
        4,
        Duration.ofMillis(1),
        URI.create("http://127.0.0.1:1"),
        true);
  }

  static Process start(Path folder, String source, String... options) throws IOException {
    var line = new ArrayList<String>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of(options));
    line.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    line.addAll(List.of("-cp", System.getProperty("java.class.path")));
    line.addAll(List.of(DownloadProcess.class.getName(), folder.toString(), source));
    return new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** What it printed, once it has ended. */
  static String output(Process process) throws IOException {
    try (var out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      return String.join("\n", out.readAllLines());
    }
  }
}
