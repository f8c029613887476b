package io.transferstudy.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One reading of a Prometheus text exposition.
 *
 * @param values by name with labels, as written
 */
record Meters(Map<String, Double> values) {
  private static final Pattern LINE = Pattern.compile("([a-zA-Z_:]+)(?:\\{(.*)})? ([^ ]+)(?: .*)?");
  private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]+)=\"([^\"]*)\"");

  /** Reads a whole exposition. */
  static Meters parse(String text) {
    var values = new LinkedHashMap<String, Double>();
    for (String line : text.split("\n", -1)) {
      int space = line.lastIndexOf(' ');
      if (!line.startsWith("#") && space > 0) {
        values.put(line.substring(0, space), Double.valueOf(number(line.substring(space + 1))));
      }
    }
    return new Meters(values);
  }

  private static String number(String text) {
    return switch (text) {
      case "+Inf" -> "Infinity";
      case "-Inf" -> "-Infinity";
      default -> text;
    };
  }

  /** The sum over all series of that name whose labels begin with these texts. */
  double sum(String name, String... labels) {
    double sum = 0;
    for (var entry : values.entrySet()) {
      String key = entry.getKey();
      if ((key.equals(name) || key.startsWith(name + "{")) && has(key, labels)) {
        sum += entry.getValue();
      }
    }
    return sum;
  }

  private static boolean has(String key, String... labels) {
    for (String label : labels) {
      if (!key.contains(label)) {
        return false;
      }
    }
    return true;
  }

  /** A histogram's buckets: count at most, by upper bound. */
  Map<Double, Double> buckets(String name, String label) {
    var buckets = new TreeMap<Double, Double>();
    values.forEach((key, value) -> {
      if (key.startsWith(name + "_bucket{") && key.contains(label)) {
        Matcher bound = Pattern.compile("le=\"([^\"]*)\"").matcher(key);
        if (bound.find()) {
          buckets.merge(Double.valueOf(number(bound.group(1))), value, Double::sum);
        }
      }
    });
    return buckets;
  }

  /** Requests to the API server since an earlier reading, watches aside, by resource and verb. */
  Map<String, Double> requestsSince(Meters before) {
    var writes = new TreeMap<String, Double>();
    values.forEach((key, value) -> {
      Matcher line = LINE.matcher(key + " " + value);
      if (line.matches() && line.group(1).equals("apiserver_request_total")) {
        var labels = new LinkedHashMap<String, String>();
        Matcher label = LABEL.matcher(line.group(2) == null ? "" : line.group(2));
        while (label.find()) {
          labels.put(label.group(1), label.group(2));
        }
        String verb = labels.getOrDefault("verb", "");
        double more = value - before.values.getOrDefault(key, 0.0);
        if (more > 0 && !verb.equals("WATCH")) {
          String subresource = labels.getOrDefault("subresource", "");
          writes.merge(
              labels.get("resource")
                  + (subresource.isEmpty() ? "" : "/" + subresource)
                  + " "
                  + verb
                  + (labels.getOrDefault("code", "").startsWith("2") ? "" : " refused"),
              more,
              Double::sum);
        }
      }
    });
    return writes;
  }
}
