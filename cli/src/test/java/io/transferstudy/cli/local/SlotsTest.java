package io.transferstudy.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SlotsTest {
  @Test
  void asManyAsTheCoresCanFeed() {
    assertThat(Slots.choose(null, null, List.of(), 8, 2).count()).isEqualTo(4);
    assertThat(Slots.choose(null, null, List.of(), 2, 4).count()).isEqualTo(1);
  }

  @Test
  void atMostTheManifestsParallelism() {
    assertThat(Slots.choose(null, 2, List.of(), 8, 1).count()).isEqualTo(2);
    assertThat(Slots.choose(null, 20, List.of(), 8, 1).count()).isEqualTo(8);
  }

  @Test
  void oneForEachGpuThatSeesOnlyItsOwn() {
    var slots = Slots.choose(null, null, List.of("0", "1"), 64, 1);
    assertThat(slots.places()).extracting(Slots.Place::gpu).containsExactly("0", "1");
  }

  @Test
  void askedForIsObeyedAndGpusAreDealtOut() {
    var slots = Slots.choose(3, 1, List.of("4", "7"), 1, 1);
    assertThat(slots.places()).extracting(Slots.Place::gpu).containsExactly("4", "7", "4");
  }

  @Test
  void gpusAreCountedAsTheDriverListsThem() {
    var listing =
        """
        GPU 0: NVIDIA H100 80GB HBM3 (UUID: GPU-5f0c)
          MIG 1g.10gb Device 0: (UUID: MIG-1)
        GPU 1: NVIDIA H100 80GB HBM3 (UUID: GPU-77aa)
        """;
    assertThat(Gpus.numbered(listing)).containsExactly("0", "1");
    assertThat(Gpus.numbered("No devices found.\n")).isEmpty();
    assertThat(Gpus.numbered(null)).isEmpty();
  }

  @Test
  void gpusThatSomebodyChoseAreTakenAsNamed() {
    assertThat(Gpus.named("2, GPU-5f0c")).containsExactly("2", "GPU-5f0c");
    assertThat(Gpus.named("")).isEmpty();
    assertThat(Gpus.named("-1")).isEmpty();
  }
}
