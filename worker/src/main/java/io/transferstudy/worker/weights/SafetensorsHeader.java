package io.transferstudy.worker.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The table of contents of a safetensors file. Read token by token, so that a header of nonsense
 * takes no more memory than its text.
 */
final class SafetensorsHeader {
  static final String METADATA = "__metadata__";

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /**
   * One tensor.
   *
   * @param begin where its bytes begin, counted from the end of the header
   * @param end where they end
   */
  @SuppressWarnings("ArrayRecordComponent") // entries are never compared
  record Entry(String name, NumberFormat format, long[] shape, long begin, long end) {}

  private final JsonParser parser;

  private SafetensorsHeader(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * The entries in the order of their bytes, which they fill without gap or overlap.
   *
   * @param json the header
   * @param dataLength how many bytes follow the header
   * @throws WeightsException if the header is anything else
   */
  static List<Entry> entries(byte[] json, long dataLength) {
    List<Entry> entries;
    try (JsonParser parser = JSON.createParser(new String(json, StandardCharsets.UTF_8))) {
      entries = new SafetensorsHeader(parser).entries();
    } catch (JsonProcessingException e) {
      throw new WeightsException(
          "not a safetensors file: the header is no JSON: " + firstLine(e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new IllegalStateException("a text in memory is read without errors", e);
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    checkLayout(entries, dataLength);
    return entries;
  }

  private List<Entry> entries() throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw damaged("its header is no JSON object");
    }
    var entries = new ArrayList<Entry>();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      if (name.equals(METADATA)) {
        parser.skipChildren();
      } else {
        entries.add(entry(name));
      }
    }
    if (parser.nextToken() != null) {
      throw damaged("its header goes on after its end");
    }
    return entries;
  }

  private Entry entry(String name) throws IOException {
    String format = null;
    long[] shape = null;
    long[] offsets = null;
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
        JsonToken value = parser.nextToken();
        switch (key) {
          case "dtype" -> format = value == JsonToken.VALUE_STRING ? parser.getText() : null;
          case "shape" -> shape = sizes(value);
          case "data_offsets" -> offsets = sizes(value);
          default -> parser.skipChildren();
        }
      }
    }
    if (format == null || shape == null || offsets == null || offsets.length != 2) {
      throw damaged(
          "the header's entry " + Shown.name(name) + " is not dtype, shape and two offsets");
    }
    return entry(name, NumberFormat.named(format, name), shape, offsets[0], offsets[1]);
  }

  private static Entry entry(String name, NumberFormat format, long[] shape, long begin, long end) {
    long length = end - begin;
    if (length != (long) Shapes.count(name, shape) * format.bytes) {
      throw damaged(
          "%s of shape %s as %s does not take %d bytes"
              .formatted(Shown.name(name), Arrays.toString(shape), format, length));
    }
    return new Entry(name, format, shape, begin, end);
  }

  /** An array of whole numbers from 0, else null. */
  private long @Nullable [] sizes(JsonToken first) throws IOException {
    if (first != JsonToken.START_ARRAY) {
      return null;
    }
    var sizes = new long[Shapes.MOST_DIMENSIONS];
    int count = 0;
    while (parser.nextToken() == JsonToken.VALUE_NUMBER_INT && count < sizes.length) {
      if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
          || parser.getLongValue() < 0) {
        return null;
      }
      sizes[count++] = parser.getLongValue();
    }
    return parser.currentToken() == JsonToken.END_ARRAY ? Arrays.copyOf(sizes, count) : null;
  }

  private static void checkLayout(List<Entry> entries, long dataLength) {
    long end = 0;
    for (Entry entry : entries) {
      if (entry.begin != end) {
        throw damaged(
            "%s lies at bytes %d to %d, but the tensor before it ends at %d"
                .formatted(Shown.name(entry.name), entry.begin, entry.end, end));
      }
      end = entry.end;
    }
    if (end != dataLength) {
      throw damaged("its tensors take %d bytes and the file holds %d".formatted(end, dataLength));
    }
  }

  private static String firstLine(String text) {
    return Shown.name(text.lines().findFirst().orElse(""));
  }

  static WeightsException damaged(String why) {
    return new WeightsException("not a whole safetensors file: " + why + "; fetch it again");
  }
}
