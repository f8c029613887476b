package io.transferstudy.worker.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transferstudy.worker.image.BadDataException;
import io.transferstudy.worker.image.Image;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CifarBinaryTest {
  private record Labelled(int label, Image image) {}

  private static List<Labelled> read(CifarBinary format, byte[] bytes) throws IOException {
    var records = new ArrayList<Labelled>();
    format.read(
        "x.bin",
        new ByteArrayInputStream(bytes),
        10,
        (index, label, image) -> {
          assertThat(index).isEqualTo(records.size());
          records.add(new Labelled(label, image));
        });
    return records;
  }

  @Test
  void planes_become_pixels() throws IOException {
    var bytes = new byte[2 * 3_073];
    bytes[0] = 4;
    bytes[3_073] = 9;
    int pixel = 3_073 + 1 + 5 * 32 + 7; // row 5, column 7 of the second record
    bytes[pixel] = 11;
    bytes[pixel + 1_024] = 22;
    bytes[pixel + 2_048] = (byte) 233;
    var records = read(CifarBinary.ONE_LABEL, bytes);
    assertThat(records).extracting(Labelled::label).containsExactly(4, 9);
    byte[] rgb = records.get(1).image().rgb();
    int at = (5 * 32 + 7) * 3;
    assertThat(new int[] {rgb[at], rgb[at + 1], rgb[at + 2] & 0xFF}).containsExactly(11, 22, 233);
  }

  @Test
  void the_second_of_two_labels_counts() throws IOException {
    var bytes = new byte[3_074];
    bytes[0] = 19; // coarse: there are more of them than of the classes here
    bytes[1] = 7;
    bytes[2] = 33;
    var records = read(CifarBinary.COARSE_AND_FINE, bytes);
    assertThat(records).extracting(Labelled::label).containsExactly(7);
    assertThat(records.getFirst().image().rgb()[0]).isEqualTo((byte) 33);
  }

  @Test
  void a_file_of_another_size_is_named_with_it() {
    assertThatThrownBy(() -> read(CifarBinary.ONE_LABEL, new byte[10_000]))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "x.bin: 10,000 bytes are not a whole number of 3,073-byte records; the file is cut off"
                + " or of another format");
    assertThatThrownBy(() -> read(CifarBinary.ONE_LABEL, new byte[0]))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("x.bin: 0 bytes are not");
  }

  @Test
  void an_impossible_label_is_named_with_its_record() {
    var bytes = new byte[2 * 3_073];
    bytes[3_073] = 10;
    assertThatThrownBy(() -> read(CifarBinary.ONE_LABEL, bytes))
        .isInstanceOf(BadDataException.class)
        .hasMessage("x.bin: record 1 has label 10, but there are 10 classes");
  }
}
