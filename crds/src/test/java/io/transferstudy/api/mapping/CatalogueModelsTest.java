package io.transferstudy.api.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.transferstudy.api.v1alpha1.ModelSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A manifest may name every architecture of the paper. */
class CatalogueModelsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "inception-v1",
        "bn-inception",
        "inception-v3",
        "inception-v4",
        "inception-resnet-v2",
        "resnet-50",
        "resnet-101",
        "resnet-152",
        "vgg-16",
        "vgg-19",
        "densenet-121",
        "densenet-169",
        "densenet-201",
        "mobilenet-v1",
        "mobilenet-v2",
        "mobilenet-v2-140",
        "nasnet-a-mobile",
        "nasnet-a-large"
      })
  void isKnown(String architecture) {
    var violations = new Violations();
    var spec = new ModelSpec("mine", architecture, null, null, null, null, null, null);

    var model = new ModelMapping(Catalogue.shipped(), violations).map("spec.models[0]", spec);

    assertThat(violations.all()).isEmpty();
    assertThat(model.architecture()).isEqualTo(architecture);
    assertThat(model.imageSize()).isIn(224, 299, 331);
  }
}
