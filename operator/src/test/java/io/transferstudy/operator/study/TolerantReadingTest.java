package io.transferstudy.operator.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.api.v1alpha1.TransferStudy;
import org.junit.jupiter.api.Test;

class TolerantReadingTest {
  private static final String HEAD =
      """
      apiVersion: transferstudy.io/v1alpha1
      kind: TransferStudy
      metadata:
        name: tiny
        annotations: {transferstudy.io/unreadable: "all is lost"}
      """;

  @Test
  void whatCannotBeReadSaysWhyAndStillDoesAfterACopy() {
    var reading = TolerantReading.serialization();
    TransferStudy study =
        reading.unmarshal(HEAD + "spec: {parallelism: {min: 1}}", TransferStudy.class);

    assertThat(TolerantReading.problem(study)).isPresent();
    assertThat(study.getSpec()).isNull();
    assertThat(TolerantReading.problem(reading.clone(study))).isPresent();
  }

  @Test
  void nobodyElseCanSaySo() {
    TransferStudy study =
        TolerantReading.serialization().unmarshal(HEAD + "spec: {}", TransferStudy.class);

    assertThat(TolerantReading.problem(study)).isEmpty();
  }

  @Test
  void theFieldIsNamed() {
    TransferStudy study =
        TolerantReading.serialization()
            .unmarshal(
                HEAD + "spec: {worker: {resources: {limits: {cpu: '', memory: 1Gi}}}}",
                TransferStudy.class);

    assertThat(TolerantReading.problem(study))
        .contains("worker.resources.limits.cpu: Invalid quantity string format passed.");
  }
}
