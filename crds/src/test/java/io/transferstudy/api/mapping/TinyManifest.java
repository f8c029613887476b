package io.transferstudy.api.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.study.grid.Study;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Manifests of a study called tiny, and a catalogue of two small models to name in them. */
final class TinyManifest {
  static final String KNOWN = "ab".repeat(32);
  static final Catalogue CATALOGUE =
      new Catalogue(
          List.of(
              model("mobilenet-v1", 224, true, 1024, 0.709),
              model("resnet-8", 24, false, 128, null)),
          List.of(
              new Catalogue.WeightsEntry(
                  "small.pth", KNOWN, "somewhere", "Apache-2.0", "mobilenet-v1", 0.5, 160)),
          Catalogue.shipped().datasets().stream()
              .filter(entry -> List.of("caltech-101", "voc-2007").contains(entry.name()))
              .toList(),
          List.of(
              new Catalogue.TaskEntry("source", 6000, 1000, 24),
              new Catalogue.TaskEntry("textures", 160, 500, 8)));

  private static Catalogue.ModelEntry model(
      String name, int imageSize, boolean scales, int features, @Nullable Double accuracy) {
    var half = List.of(0.5, 0.5, 0.5);
    return new Catalogue.ModelEntry(
        name,
        imageSize,
        scales,
        features,
        1,
        1,
        1000,
        "the last maps",
        half,
        half,
        accuracy,
        null,
        new Catalogue.Paper("Nobody", 1900, "None", "nowhere"),
        null,
        null);
  }

  static final String HEAD =
      """
      apiVersion: transferstudy.io/v1alpha1
      kind: TransferStudy
      metadata: {name: tiny}
      """;

  private TinyManifest() {}

  /** The study of a manifest that is {@link #HEAD} and this. */
  static Study valid(String spec) {
    Manifest manifest = Manifest.read(HEAD + spec, CATALOGUE);
    assertThat(manifest).isInstanceOf(Manifest.Valid.class);
    return ((Manifest.Valid) manifest).study();
  }

  /** Every violation of a manifest, as a person reads it. */
  static List<String> violations(String yaml) {
    return Manifest.read(yaml, CATALOGUE) instanceof Manifest.Invalid(var violations)
        ? violations.stream().map(Violation::toString).toList()
        : List.of();
  }
}
