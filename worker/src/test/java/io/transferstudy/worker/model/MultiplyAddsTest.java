package io.transferstudy.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.transferstudy.worker.torchscript.GraphBuilder;
import io.transferstudy.worker.torchscript.GraphBuilder.Wire;
import io.transferstudy.worker.torchscript.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MultiplyAddsTest {
  /**
   * Papers' tables where they say so (MobileNet v1 table 8, v2 table 4, NASNet tables 2 and 3,
   * ResNet table 1), else what torchvision and timm list for their models. Papers round, and some
   * leave out what is small, hence the second number.
   */
  @ParameterizedTest
  @CsvSource({
    "mobilenet-v1, 569e6, 0.001",
    "mobilenet-v2, 300e6, 0.005",
    "mobilenet-v2-140, 582e6, 0.005",
    "resnet-50, 4.089e9, 0.001",
    "resnet-101, 7.801e9, 0.001",
    "resnet-152, 11.514e9, 0.001",
    "resnet-50-v1, 3.8e9, 0.02",
    "resnet-101-v1, 7.6e9, 0.01",
    "resnet-152-v1, 11.3e9, 0.01",
    "vgg-16, 15.47e9, 0.001",
    "vgg-19, 19.632e9, 0.001",
    "densenet-121, 2.834e9, 0.001",
    "densenet-169, 3.36e9, 0.001",
    "densenet-201, 4.291e9, 0.001",
    "inception-v1, 1.498e9, 0.005",
    "inception-v3, 5.713e9, 0.001",
    "inception-v4, 12.28e9, 0.005",
    "inception-resnet-v2, 13.18e9, 0.005",
    "nasnet-a-mobile, 564e6, 0.02",
    "nasnet-a-large, 23.8e9, 0.02"
  })
  void areAsPublished(String name, double published, double relative) {
    assertThat((double) Models.find(name).orElseThrow().network(1000).multiplyAdds())
        .isCloseTo(published, within(relative * published));
  }

  @Test
  void ofTheSmallNetworksAreAsByHand() {
    // 24 x 24: 5x5 3-6; 12 x 12: 5x5 6-16 without borders, 8 x 8; 4 x 4 x 16 - 64 - 24.
    assertThat(LeNet.SMALL.network(24).multiplyAdds())
        .isEqualTo(24 * 24 * 6 * 25 * 3 + 8 * 8 * 16 * 25 * 6 + 256 * 64 + 64 * 24);
  }

  @Test
  void ofGroupsAndStridesAndBorders() {
    var net = new GraphBuilder(9, 1e-5);
    Wire x = net.conv(net.input(), "a", 4, Window.of(3).stride(2).centred()); // 5 x 5
    x = net.depthwise(x, "b", Window.of(3)); // 3 x 3
    x = net.conv(x, "c", 8, Window.of(1, 2)); // 3 x 2
    assertThat(net.classify(net.globalMean(x), "d", 7).multiplyAdds())
        .isEqualTo(25 * 4 * 27 + 9 * 4 * 9 + 6 * 8 * 4 * 2 + 8 * 7);
  }
}
