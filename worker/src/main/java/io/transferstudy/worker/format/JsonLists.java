package io.transferstudy.worker.format;

import io.transferstudy.study.json.Json;
import io.transferstudy.study.json.MalformedJsonException;
import io.transferstudy.worker.image.BadDataException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A JSON object of lists of texts, such as names of images by class. */
public final class JsonLists {
  private JsonLists() {}

  /**
   * @param name of the file, for messages
   * @throws BadDataException if it is something else
   */
  public static SortedMap<String, List<String>> read(String name, byte[] content) {
    Map<?, ?> object;
    try {
      object = Json.read(new String(content, StandardCharsets.UTF_8), Map.class);
    } catch (MalformedJsonException e) {
      throw new BadDataException(name + ": " + e.getMessage());
    }
    var lists = new TreeMap<String, List<String>>();
    object.forEach((key, values) -> lists.put((String) key, texts(name, key, values)));
    return lists;
  }

  private static List<String> texts(String name, Object key, Object values) {
    var texts = new ArrayList<String>();
    if (values instanceof List<?> list) {
      for (Object value : list) {
        if (value instanceof String text) {
          texts.add(text);
        }
      }
      if (texts.size() == list.size()) {
        return texts;
      }
    }
    throw new BadDataException("%s: '%s' is not a list of texts".formatted(name, key));
  }
}
