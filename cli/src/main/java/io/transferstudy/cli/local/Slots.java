package io.transferstudy.cli.local;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The places in which workers run.
 *
 * @param count how many may run at once, at least 1
 * @param gpus for {@code CUDA_VISIBLE_DEVICES}, dealt out in turn; empty without a GPU
 */
public record Slots(int count, List<String> gpus) {
  public Slots {
    gpus = List.copyOf(gpus);
    if (count < 1) {
      throw new IllegalArgumentException("slots must be at least 1, got " + count);
    }
  }

  /**
   * As many as asked for; else one for each GPU; else as many as the cores can feed, but no more
   * than the manifest's parallelism.
   *
   * @param asked on the command line; null if not
   * @param parallelism of the manifest; null if it gives none
   */
  static Slots choose(
      @Nullable Integer asked,
      @Nullable Integer parallelism,
      List<String> gpus,
      int cores,
      int threads) {
    if (asked != null) {
      return new Slots(asked, gpus);
    }
    int fitting = gpus.isEmpty() ? Math.max(1, cores / threads) : gpus.size();
    return new Slots(parallelism == null ? fitting : Math.min(fitting, parallelism), gpus);
  }

  /** The same for this machine. */
  public static Slots ofThisMachine(
      @Nullable Integer asked, @Nullable Integer parallelism, int threads) {
    int cores = Runtime.getRuntime().availableProcessors();
    return choose(asked, parallelism, Gpus.visible(), cores, threads);
  }

  /** One entry for each slot. */
  List<Place> places() {
    return IntStream.range(0, count)
        .mapToObj(i -> new Place(i, gpus.isEmpty() ? null : gpus.get(i % gpus.size())))
        .toList();
  }

  /**
   * A slot.
   *
   * @param gpu the only one that its worker sees; null without GPUs
   */
  record Place(int number, @Nullable String gpu) {
    /** The place of a worker that was started when there were more of them. */
    static final Place GONE = new Place(-1, null);
  }
}
