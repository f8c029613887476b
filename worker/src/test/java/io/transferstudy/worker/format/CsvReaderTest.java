package io.transferstudy.worker.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transferstudy.worker.format.CsvReader.Row;
import io.transferstudy.worker.image.BadDataException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvReaderTest {
  private static List<Row> read(byte[] content) throws IOException {
    var reader = new CsvReader("list.csv", new ByteArrayInputStream(content));
    var rows = new ArrayList<Row>();
    for (Row row = reader.next(); row != null; row = reader.next()) {
      rows.add(row);
    }
    return rows;
  }

  private static List<Row> read(String content) throws IOException {
    return read(content.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void linesEndAsOnAnySystem(String end) throws IOException {
    String text = "a,b" + end + end + "1,2" + end + "3,";
    assertThat(read(text))
        .containsExactly(
            new Row(1, List.of("a", "b")),
            new Row(3, List.of("1", "2")),
            new Row(4, List.of("3", "")));
    assertThat(read(text + end)).hasSize(3);
  }

  @Test
  void aQuotedValueMayHoldCommasLineBreaksQuotesAndSpace() throws IOException {
    assertThat(read("\"a, b\", \"say \"\"no\"\"\" ,\" c \",  d  \n\"1\r\n2\",\n\"\"\n5,6"))
        .containsExactly(
            new Row(1, List.of("a, b", "say \"no\"", " c ", "d")),
            new Row(2, List.of("1\n2", "")),
            new Row(5, List.of("5", "6")));
  }

  @Test
  void aMarkBeforeTheTextIsNoPartOfIt() throws IOException {
    assertThat(read("\uFEFFpath,Straße\n")).containsExactly(new Row(1, List.of("path", "Straße")));
  }

  @Test
  void nothingHasNoRow() throws IOException {
    assertThat(read("")).isEmpty();
    assertThat(read("\n  \n\t\r\n")).isEmpty();
  }

  @Test
  void aMillionEmptyLinesAreLeftOut() throws IOException {
    assertThat(read(" \n".repeat(1_000_000) + "a"))
        .containsExactly(new Row(1_000_001, List.of("a")));
  }

  @Test
  void whatIsNoCsvIsNamedWithItsLine() {
    assertWrong("a\nb,\"c\nd", "line 2: a quote that is not closed");
    assertWrong("a\n5\" plate", "line 2: a quote within a value; put the value in quotes and");
    assertWrong("a\n\"b\"c", "line 2: something between a closing quote and the next comma");
    assertWrong("a\n" + "b".repeat(4_097), "line 2: a value of more than 4096 characters");
    assertWrong("a\n" + ",".repeat(256), "line 2: more than 256 values");
  }

  @Test
  void otherEncodingsAreNamed() {
    assertThatThrownBy(() -> read("a\ncaf\u00e9".getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(BadDataException.class)
        .hasMessage("list.csv, line 2: not UTF-8 text; save the file as CSV in UTF-8");
    assertThatThrownBy(() -> read("\uFEFFa,b".getBytes(StandardCharsets.UTF_16LE)))
        .hasMessage("list.csv, line 1: not UTF-8 text; save the file as CSV in UTF-8");
  }

  private static void assertWrong(String content, String problem) {
    assertThatThrownBy(() -> read(content))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("list.csv, " + problem);
  }
}
