package io.transferstudy.worker.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transferstudy.worker.dataset.GeneratedTables;
import io.transferstudy.worker.image.BadDataException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MatFileTest {

  private static MatValue value(Map<String, MatValue> values, String name) {
    MatValue value = values.get(name);
    assertThat(value).as(name).isNotNull();
    return value;
  }

  @Test
  void what_another_writer_wrote_is_read_packed_or_not() {
    for (byte[] file : List.of(GeneratedTables.sample(), GeneratedTables.unpackedSample())) {
      Map<String, MatValue> values = MatFile.read("x.mat", file);
      assertThat(values.keySet()).containsExactly("annotations", "class_names", "labels", "trnid");
      assertThat(value(values, "labels").integers()).containsExactly(1, 2, 3, 200);
      assertThat(value(values, "trnid").integers()).containsExactly(6_765, 2);
      assertThat(value(values, "class_names").cells())
          .extracting(MatValue::text)
          .containsExactly("AM General Hummer", "Audi");
      var cars = value(values, "annotations").structures();
      assertThat(cars).hasSize(2);
      assertThat(value(cars.get(1), "fname").text()).isEqualTo("00002.jpg");
      assertThat(value(cars.get(1), "class").integer()).isEqualTo(2);
      assertThat(value(cars.get(1), "bbox_x1").integer()).isEqualTo(301);
    }
  }

  @Test
  void a_value_of_another_kind_is_refused() {
    Map<String, MatValue> values = MatFile.read("x.mat", GeneratedTables.sample());
    assertThatThrownBy(() -> value(values, "class_names").integers())
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "a MATLAB file holds cells where numbers should be; it is not the official one");
    assertThatThrownBy(() -> value(values, "labels").integer())
        .isInstanceOf(BadDataException.class);
  }

  @Test
  void another_file_and_a_cut_one_are_named() {
    assertThatThrownBy(() -> MatFile.read("x.mat", new byte[1_000]))
        .isInstanceOf(BadDataException.class)
        .hasMessage("x.mat: no MATLAB file of version 5 (another version); download it again");
    byte[] sample = GeneratedTables.sample();
    assertThatThrownBy(() -> MatFile.read("x.mat", Arrays.copyOf(sample, sample.length - 9)))
        .isInstanceOf(BadDataException.class)
        .hasMessage("x.mat: no MATLAB file of version 5 (cut off); download it again");
  }

  @Test
  void a_claim_of_many_elements_takes_no_memory() {
    // A cell array that says it has 2^31 - 1 cells, in 56 bytes.
    ByteBuffer array = ByteBuffer.allocate(128 + 56).order(ByteOrder.LITTLE_ENDIAN);
    array.putShort(124, (short) 0x0100).put(126, (byte) 'I').put(127, (byte) 'M');
    array.position(128);
    array.putInt(14).putInt(48);
    array.putInt(6).putInt(8).putInt(1).putInt(0);
    array.putInt(5).putInt(8).putInt(Integer.MAX_VALUE).putInt(1);
    array.putInt(1).putInt(1).putLong('c');
    assertThatThrownBy(() -> MatFile.read("x.mat", array.array()))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "x.mat: no MATLAB file of version 5 (2147483647 arrays in 0 bytes); download it again");
  }
}
