package io.transferstudy.worker.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MillionImagesTest {
  @TempDir Path folder;

  @Test
  @Tag("full")
  void a_million_images_need_no_more_than_512_mebibytes_of_heap() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                MillionImages.class.getName(),
                folder.toString(),
                "1000000")
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isZero();
  }
}
