package io.transferstudy.worker.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transferstudy.worker.image.BadDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarBinaryTest {
  @TempDir Path folder;

  @Test
  void planes_become_pixels() throws IOException {
    var bytes = new byte[2 * 3_073];
    bytes[0] = 4;
    bytes[3_073] = 9;
    int pixel = 3_073 + 1 + 5 * 32 + 7; // row 5, column 7 of the second record
    bytes[pixel] = 11;
    bytes[pixel + 1_024] = 22;
    bytes[pixel + 2_048] = (byte) 233;
    var records = CifarBinary.read(Files.write(folder.resolve("x.bin"), bytes), 10);
    assertThat(records).extracting(CifarBinary.Labelled::label).containsExactly(4, 9);
    byte[] rgb = records.get(1).image().rgb();
    int at = (5 * 32 + 7) * 3;
    assertThat(new int[] {rgb[at], rgb[at + 1], rgb[at + 2] & 0xFF}).containsExactly(11, 22, 233);
  }

  @Test
  void a_file_of_another_size_is_named_with_it() throws IOException {
    Path file = Files.write(folder.resolve("data_batch_1.bin"), new byte[10_000]);
    assertThatThrownBy(() -> CifarBinary.read(file, 10))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            file
                + ": 10,000 bytes are not a whole number of 3,073-byte records; the file is cut off"
                + " or of another format");
  }

  @Test
  void an_impossible_label_is_named_with_its_record() throws IOException {
    var bytes = new byte[2 * 3_073];
    bytes[3_073] = 10;
    Path file = Files.write(folder.resolve("data_batch_1.bin"), bytes);
    assertThatThrownBy(() -> CifarBinary.read(file, 10))
        .isInstanceOf(BadDataException.class)
        .hasMessage(file + ": record 1 has label 10, but there are 10 classes");
  }
}
