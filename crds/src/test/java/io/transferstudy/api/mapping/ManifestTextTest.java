package io.transferstudy.api.mapping;

import static io.transferstudy.api.mapping.TinyManifest.CATALOGUE;
import static io.transferstudy.api.mapping.TinyManifest.HEAD;
import static io.transferstudy.api.mapping.TinyManifest.valid;
import static io.transferstudy.api.mapping.TinyManifest.violations;
import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.study.grid.Study;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is no manifest at all, and which YAML is read. */
class ManifestTextTest {
  @Test
  void notOneStudy() {
    assertThat(violations(""))
        .containsExactly("manifest: is empty; it must have one TransferStudy");
    assertThat(violations(HEAD + "---\n" + HEAD))
        .containsExactly("manifest: has 2 documents; give one TransferStudy in a file of its own");
    assertThat(violations("apiVersion: v1\nkind: Pod\n"))
        .containsExactly(
            "apiVersion: must be transferstudy.io/v1alpha1, got \"v1\"",
            "kind: must be TransferStudy, got \"Pod\"");
    assertThat(violations("- a\n")).containsExactly("manifest: must be a TransferStudy, got ARRAY");
    assertThat(violations("a: b: c\n")).first().asString().startsWith("manifest: is not YAML: ");
    assertThat(violations("a: 1\na: 2\n")).first().asString().contains("duplicate key a");
    assertThat(violations(HEAD)).containsExactly("spec: is required");
    assertThat(violations(HEAD.replace("tiny", "Tiny.1") + "specs: {}"))
        .containsExactly("specs: unknown field 'specs'; did you mean 'spec'?", "spec: is required");
  }

  @Test
  void yamlOneDotTwo() {
    Study study =
        valid(
            """
            spec:
              models: [{name: n, architecture: resnet-8, weights: {path: on}}]
              datasets: [{name: y, procedural: {task: textures}}]
            """);

    assertThat(study.grid().cells().getFirst()).hasToString("n/y/fixed-features/1");
  }

  @Test
  void neverThrowsOnMutilatedText() {
    String good =
        HEAD
            + """
            spec:
              models: [{name: resnet-8, weights: {path: m}}]
              datasets: [{name: textures, procedural: {task: textures}}]
              settings: [{name: fine-tuned, training: {steps: 3, learningRates: [0.1]}}]
              worker: {resources: {requests: {cpu: 1}}, tolerations: [{key: a}]}
            """;
    var random = new SplittableRandom(1);
    int invalid = 0;
    for (int i = 0; i < 3_000; i++) {
      var text = new StringBuilder(good);
      for (int edit = 0; edit < 1 + random.nextInt(3); edit++) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, (char) (32 + random.nextInt(95)));
          case 2 -> text.setCharAt(at, "[]{}:,-'\"0 ".charAt(random.nextInt(11)));
          default -> throw new AssertionError();
        }
      }
      invalid += Manifest.read(text.toString(), CATALOGUE) instanceof Manifest.Invalid ? 1 : 0;
    }
    assertThat(invalid).isBetween(1_500, 2_990);
  }
}
