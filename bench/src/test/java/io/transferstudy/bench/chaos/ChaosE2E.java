package io.transferstudy.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every kind of fault once, in the order of a seed; {@code bench/chaos} deals hundreds of them. The
 * kit is looked for as the operator's end-to-end test does; neither root nor an image is needed.
 */
class ChaosE2E {
  private static final long SEED = Long.getLong("chaos.seed", 5);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path home;

  @Test
  void no_result_is_lost_and_none_is_made_twice() throws Exception {
    Path lab = kit().resolve("lab");
    if (!Files.isExecutable(lab)) {
      skip("no lab cluster: set -Dkube.lab=FOLDER or KUBE_LAB to the kit's folder");
    }
    int rounds = Schedule.Card.values().length;
    Verdict verdict = Chaos.run(SEED, rounds, Pace.SHORT, lab, home, System.out);
    assertThat(verdict.violations()).as("seed %d", SEED).isEmpty();
    int running = verdict.cells() - verdict.failingCells();
    assertThat(verdict.jobsCreated()).isGreaterThanOrEqualTo(running + verdict.shared());
    assertThat(verdict.resultsStored()).isGreaterThanOrEqualTo(running);
    assertThat(verdict.sharedStored()).isPositive();
  }

  private static Path kit() {
    String given = System.getProperty("kube.lab", System.getenv().getOrDefault("KUBE_LAB", ""));
    Path kit = given.isBlank() ? Path.of("../../shared/kube") : Path.of(given);
    return kit.toAbsolutePath().normalize();
  }

  /** Maven's output does not say why a test was skipped, so this does. */
  private static void skip(String why) {
    if (Boolean.getBoolean("kube.required")) {
      fail(why);
    }
    System.out.println("ChaosE2E skipped: " + why);
    abort(why);
  }
}
