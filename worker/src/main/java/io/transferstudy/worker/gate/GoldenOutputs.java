package io.transferstudy.worker.gate;

import io.transferstudy.study.json.Json;
import io.transferstudy.study.json.MalformedJsonException;
import io.transferstudy.worker.weights.WeightsException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a network answered where its weights come from: in a file beside them, {@code
 * FILE.golden.json} for the weights file {@code FILE}, or in {@link KnownFile}.
 *
 * @param seed of the {@link GeneratedImages}
 * @param size of the images, in pixels
 * @param answers one an image
 */
public record GoldenOutputs(long seed, int size, List<KnownAnswer> answers) {
  private static final int MOST_IMAGES = 64;

  /** What was reproduced if nothing is known: two images tell whether the input matters. */
  private static final int UNKNOWN = 2;

  public GoldenOutputs {
    answers = List.copyOf(answers);
  }

  /** Where those of a weights file lie. */
  public static Path beside(Path weights) {
    return weights.resolveSibling(weights.getFileName() + ".golden.json");
  }

  /**
   * Those of a weights file; empty if there are none.
   *
   * @throws WeightsException if there is such a file and it cannot be used
   */
  public static Optional<GoldenOutputs> of(Path weights) throws IOException {
    return read(
        beside(weights),
        "logits",
        Logits.class,
        known -> golden(known.seed, known.size, known.logits));
  }

  /**
   * The same for a network without logits: {@code features} are known of it.
   *
   * @throws WeightsException if there is such a file and it cannot be used
   */
  public static Optional<GoldenOutputs> ofFeatures(Path network) throws IOException {
    return read(
        beside(network),
        "features",
        Features.class,
        known -> golden(known.seed, known.size, known.features));
  }

  private record Logits(long seed, int size, List<List<Double>> logits) {}

  private record Features(long seed, int size, List<List<Double>> features) {}

  private static <T> Optional<GoldenOutputs> read(
      Path file, String outputs, Class<T> form, Function<T, GoldenOutputs> reading)
      throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    GoldenOutputs golden;
    try {
      golden = reading.apply(Json.read(Files.readString(file), form));
    } catch (MalformedJsonException | NullPointerException | CharacterCodingException e) {
      throw new WeightsException(
          "%s: not known outputs, which are {\"seed\": 1, \"size\": 224, \"%s\": [[0.25, -1.5], [2.0, 0.5]]}; write it anew or delete it"
              .formatted(file, outputs),
          e);
    }
    if (!golden.isUsable()) {
      throw new WeightsException(
          "%s: must hold 1 to %d lists of outputs, equally long and finite, and a positive size"
              .formatted(file, MOST_IMAGES));
    }
    return Optional.of(golden);
  }

  private static GoldenOutputs golden(long seed, int size, List<List<Double>> rows) {
    return new GoldenOutputs(seed, size, rows.stream().map(KnownAnswer::whole).toList());
  }

  boolean isUsable() {
    int classes = answers.isEmpty() ? 0 : classes();
    return size >= 1
        && classes > 1
        && answers.size() <= MOST_IMAGES
        && answers.stream().allMatch(answer -> answer.isUsable(classes));
  }

  /** Images without known outputs, for weights that have none. */
  static GeneratedImages unknown(int size) {
    return new GeneratedImages(1, UNKNOWN, size);
  }

  GeneratedImages images() {
    return new GeneratedImages(seed, answers.size(), size);
  }

  /** The length of an answer. */
  public int classes() {
    return answers.getFirst().numbers();
  }
}
