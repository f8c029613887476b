package io.transferstudy.worker.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transferstudy.study.work.Outcome;
import io.transferstudy.study.work.Weights;
import io.transferstudy.study.work.WorkRequest;
import io.transferstudy.worker.train.DivergedException;
import io.transferstudy.worker.weights.WeightsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageRunnerTest {
  @TempDir Path artifacts;

  @Test
  void pretraining_publishes_weights_that_fixed_features_start_from() throws IOException {
    Outcome.Success source = run(Requests.pretrain(artifacts, 1, 40));
    Weights weights = weights(source);
    Outcome.Success cell = run(Requests.fixedFeatures(artifacts, weights, 1));
    assertThat(cell.accuracy()).as("8 classes").isGreaterThan(0.2);
    assertThat(cell.chosen()).isInstanceOf(Outcome.Chosen.L2.class);
    assertThat(artifacts.resolve(cell.artifacts()))
        .isDirectoryContaining("glob:**result.json")
        .isDirectoryContaining("glob:**predictions.csv")
        .isDirectoryContaining("glob:**l2-path.csv")
        .isDirectoryContaining("glob:**provenance.json")
        .isDirectoryContaining("glob:**weights.safetensors");
    List<String> predictions =
        Files.readAllLines(artifacts.resolve(cell.artifacts()).resolve("predictions.csv"));
    assertThat(predictions).hasSize(65);
    assertThat(predictions.stream().filter(line -> line.endsWith(",1"))).hasSize(cell.correct());
    try (var left = Files.walk(artifacts.resolve("attempts"))) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void features_are_extracted_once_for_all_seeds() throws IOException {
    Weights weights = weights(run(Requests.pretrain(artifacts, 1, 2)));
    run(Requests.fixedFeatures(artifacts, weights, 1));
    Path table = only(artifacts.resolve("features")).resolve("features.safetensors");
    var extracted = Files.getLastModifiedTime(table);
    run(Requests.fixedFeatures(artifacts, weights, 2));
    assertThat(only(artifacts.resolve("features")).resolve("features.safetensors"))
        .isEqualTo(table);
    assertThat(Files.getLastModifiedTime(table)).isEqualTo(extracted);
  }

  @Test
  void damaged_features_are_extracted_again() throws IOException {
    Weights weights = weights(run(Requests.pretrain(artifacts, 1, 2)));
    run(Requests.fixedFeatures(artifacts, weights, 1));
    Path table = only(artifacts.resolve("features")).resolve("features.safetensors");
    byte[] whole = Files.readAllBytes(table);
    Files.write(table, Arrays.copyOf(whole, 100));
    run(Requests.fixedFeatures(artifacts, weights, 2));
    assertThat(table).hasBinaryContent(whole);
    try (var left = Files.walk(artifacts.resolve("attempts"))) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void the_same_request_again_is_answered_from_the_artifacts() throws IOException {
    Outcome.Success first = run(Requests.pretrain(artifacts, 1, 2));
    Outcome.Success again = run(Requests.pretrain(artifacts, 2, 2));
    assertThat(first.reused()).isFalse();
    assertThat(again.reused()).isTrue();
    assertThat(again.weightsSha256()).isEqualTo(first.weightsSha256());
  }

  /** Batch normalisation sees parts, so that the result is another one and must say so. */
  @Test
  void batches_in_parts_give_a_result_of_their_own() throws IOException {
    WorkRequest whole = Requests.pretrain(artifacts, 1, 4);
    Outcome.Success first = run(whole);
    Outcome.Success parts = run(Requests.inParts(Requests.pretrain(artifacts, 2, 4), 4));

    assertThat(parts.reused()).isFalse();
    assertThat(parts.resultKey()).isNotEqualTo(first.resultKey());
    assertThat(run(Requests.inParts(Requests.pretrain(artifacts, 3, 4), 4)).reused()).isTrue();
    assertThat(run(Requests.inParts(Requests.pretrain(artifacts, 4, 4), 2)).resultKey())
        .isNotIn(first.resultKey(), parts.resultKey());

    // Features and their regression are the same, in whatever parts they are computed.
    WorkRequest features = Requests.fixedFeatures(artifacts, weights(first), 1);
    Outcome.Success regression = run(Requests.inParts(features, 8));
    assertThat(run(features).resultKey()).isEqualTo(regression.resultKey());
  }

  @Test
  void an_interrupted_search_goes_on_and_ends_as_if_nothing_had_happened(@TempDir Path other)
      throws IOException {
    Outcome.Success undisturbed = run(Requests.training(other, 1, 30, 0.02, 0.05));
    int interruptions = 0;
    Outcome.Success resumed = null;
    for (int attempt = 1; resumed == null; attempt++) {
      WorkRequest request = Requests.training(artifacts, attempt, 30, 0.02, 0.05);
      var countdown = new Countdown(17 * attempt);
      try {
        resumed = new StageRunner(request, "pod-" + attempt, countdown).run();
      } catch (InterruptedStageException e) {
        interruptions++;
      }
    }
    assertThat(interruptions).isGreaterThan(1);
    assertThat(resumed.weightsSha256()).isEqualTo(undisturbed.weightsSha256());
    assertThat(resumed.chosen()).isEqualTo(undisturbed.chosen());
    assertThat(resumed.correct()).isEqualTo(undisturbed.correct());
    assertThat(curve(artifacts, resumed)).isEqualTo(curve(other, undisturbed));
  }

  @Test
  void two_attempts_at_once_publish_one_result() throws Exception {
    var first =
        CompletableFuture.supplyAsync(() -> quietly(Requests.training(artifacts, 1, 5, 0.02)));
    Outcome.Success second =
        new StageRunner(Requests.training(artifacts, 2, 5, 0.02), "pod-2", Cancellation.never())
            .run();
    assertThat(first.get().weightsSha256()).isEqualTo(second.weightsSha256());
    assertThat(artifacts.resolve("results").toFile().list()).hasSize(1);
  }

  @Test
  void a_point_that_diverges_fails_alone_and_all_of_them_fail_the_cell() throws IOException {
    Outcome.Success success = run(Requests.training(artifacts, 1, 20, 1e30, 0.02));
    assertThat(success.chosen()).isEqualTo(new Outcome.Chosen.Point(0.02, 5e-4));
    assertThatThrownBy(() -> run(Requests.training(artifacts, 1, 20, 1e30, 1e31)))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("lower its learning rates");
  }

  @Test
  void weights_that_are_not_there_are_named() {
    assertThatThrownBy(() ->
            run(Requests.fixedFeatures(artifacts, new Weights.File("no.safetensors", null), 1)))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("no.safetensors: no such weights file");
  }

  private static Outcome.Success run(WorkRequest request) throws IOException {
    return new StageRunner(request, "pod", Cancellation.never()).run();
  }

  private static Outcome.Success quietly(WorkRequest request) {
    try {
      return new StageRunner(request, "pod-1", Cancellation.never()).run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Weights weights(Outcome.Success source) {
    return new Weights.Artifact(
        source.artifacts() + "/weights.safetensors", String.valueOf(source.weightsSha256()));
  }

  private static List<String> curve(Path root, Outcome.Success success) throws IOException {
    return Files.readAllLines(root.resolve(success.artifacts()).resolve("curve.csv"));
  }

  private static Path only(Path folder) throws IOException {
    try (var entries = Files.list(folder)) {
      List<Path> all = entries.toList();
      assertThat(all).hasSize(1);
      return all.getFirst();
    }
  }

  /** Interrupts at the n-th question. */
  private static final class Countdown implements Cancellation {
    private int left;

    Countdown(int left) {
      this.left = left;
    }

    @Override
    public boolean getAsBoolean() {
      return --left < 0;
    }
  }
}
