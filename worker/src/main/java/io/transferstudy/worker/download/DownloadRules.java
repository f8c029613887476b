package io.transferstudy.worker.download;

import io.transferstudy.study.work.AllowedHosts;
import java.net.URI;
import java.time.Duration;

/**
 * What a download may do and how long it waits.
 *
 * @param hosts that may be asked
 * @param largestBytes of one file
 * @param connectTimeout until a connection stands
 * @param readTimeout until an answer begins, and then between any two pieces of it
 * @param tries of one file, the first included; only what may pass is tried again
 * @param firstWait before the second try; it doubles each time, up to 30 s
 * @param hub where {@code hf://} leads
 * @param plainLoopback whether http is allowed to this machine itself: for tests
 */
public record DownloadRules(
    AllowedHosts hosts,
    long largestBytes,
    Duration connectTimeout,
    Duration readTimeout,
    int tries,
    Duration firstWait,
    URI hub,
    boolean plainLoopback) {

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final long LARGEST = 20L << 30;

  public DownloadRules {
    if (tries < 1 || largestBytes < 1) {
      throw new IllegalArgumentException(
          "tries and largestBytes must be at least 1, got " + tries + " and " + largestBytes);
    }
  }

  /** 20 GiB, 30 s to connect, 60 s between pieces, 6 tries within a minute. */
  public static DownloadRules of(AllowedHosts hosts) {
    return new DownloadRules(
        hosts,
        LARGEST,
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
        6,
        Duration.ofSeconds(1),
        URI.create("https://huggingface.co"),
        false);
  }

  Duration waitAfter(int failedTries) {
    Duration doubled = firstWait.multipliedBy(1L << Math.min(failedTries - 1, 20));
    return doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
  }
}
