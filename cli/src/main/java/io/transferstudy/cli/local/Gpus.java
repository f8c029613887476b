package io.transferstudy.cli.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The NVIDIA GPUs that this process may use, as {@code CUDA_VISIBLE_DEVICES} names them. */
final class Gpus {
  private Gpus() {}

  static List<String> visible() {
    String named = System.getenv("CUDA_VISIBLE_DEVICES");
    return named == null ? numbered(listed()) : named(named);
  }

  /** Those that somebody else has already chosen for us. */
  static List<String> named(String variable) {
    return Stream.of(variable.split(",", -1))
        .map(String::strip)
        .filter(device -> !device.isEmpty() && !device.equals("-1"))
        .toList();
  }

  /** The numbers of the devices that {@code nvidia-smi -L} printed, one a line. */
  static List<String> numbered(@Nullable String listing) {
    int count =
        listing == null ? 0 : (int) listing.lines().filter(l -> l.startsWith("GPU ")).count();
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  /** Also right in a container that sees only some of a host's GPUs; null without the driver. */
  private static @Nullable String listed() {
    try {
      var smi =
          new ProcessBuilder("nvidia-smi", "-L")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new String(smi.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return null;
    }
  }
}
