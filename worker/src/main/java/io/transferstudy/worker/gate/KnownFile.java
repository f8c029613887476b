package io.transferstudy.worker.gate;

import io.transferstudy.study.json.Json;
import io.transferstudy.worker.weights.WeightsException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A public weights file that the catalogue knows by its digest, with what its network answers.
 *
 * @param name for people
 * @param sha256 of its bytes
 * @param source where it comes from
 * @param licence of the file
 * @param model the architecture that it is of
 * @param widthMultiplier of the network
 * @param outputs at the size that they are of
 */
public record KnownFile(
    String name,
    String sha256,
    String source,
    String licence,
    String model,
    double widthMultiplier,
    GoldenOutputs outputs) {
  private static final String RESOURCE = "/known-weights.json";

  /** All of them, as the resource has them. */
  record All(List<KnownFile> files) {
    All {
      files = List.copyOf(files);
    }
  }

  private static final class Shipped {
    static final List<KnownFile> FILES = read();
  }

  /** Every file that is known. */
  public static List<KnownFile> all() {
    return Shipped.FILES;
  }

  /** The file with that digest. */
  public static Optional<KnownFile> of(String sha256) {
    return all().stream().filter(file -> file.sha256.equalsIgnoreCase(sha256)).findFirst();
  }

  /**
   * What the network of that architecture answers to images of that size, if that is known.
   *
   * @throws WeightsException if the file is of another network
   */
  public Optional<GoldenOutputs> outputs(String architecture, double width, int imageSize) {
    if (!architecture.equals(model) || width != widthMultiplier) {
      throw new WeightsException(
          "the file is known by its digest: it is %s, weights of %s%s, and not of %s%s"
              .formatted(name, model, width(widthMultiplier), architecture, width(width)));
    }
    return Optional.of(outputs).filter(golden -> golden.size() == imageSize);
  }

  private static String width(double multiplier) {
    return multiplier == 1 ? "" : " at width " + multiplier;
  }

  private static List<KnownFile> read() {
    try (InputStream in = KnownFile.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing from this build");
      }
      return Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), All.class).files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
