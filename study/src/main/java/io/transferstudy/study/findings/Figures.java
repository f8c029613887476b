package io.transferstudy.study.findings;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How numbers are written for people, the same in sentences, terminal and report. */
public final class Figures {
  private Figures() {}

  /** A correlation or log-odds: {@code 0.97}, {@code -0.35}, never {@code -0.00}. */
  public static String two(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    return text.equals("-0.00") ? "0.00" : text;
  }

  /** Two ends: {@code [0.81, 1.00]}. */
  public static String two(Interval interval) {
    return "[" + two(interval.low()) + ", " + two(interval.high()) + "]";
  }

  /** A fraction in percent with one decimal, without its sign: {@code 72.4}. */
  public static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.1f", 100 * fraction);
  }

  /** A p value: {@code 0.012}, or {@code < 0.001}. */
  public static String p(double p) {
    return p < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", p);
  }

  /** A difference of fractions in percentage points, finer below ten: {@code 25}, {@code 3.4}. */
  public static String points(double difference) {
    double points = 100 * difference;
    return String.format(Locale.ROOT, Math.abs(points) < 9.95 ? "%.1f" : "%.0f", points);
  }

  /** A plus-minus, or nothing where there is no error: {@code ± 0.04}. */
  public static String plusMinus(@Nullable Double error) {
    return error == null ? "" : " ± " + two(error);
  }

  /** A large count in three digits: {@code 812}, {@code 20.9 k}, {@code 569 M}, {@code 4.09 G}. */
  public static String magnitude(long count) {
    double value = count;
    String unit = "";
    for (String larger : List.of(" k", " M", " G", " T")) {
      if (value < (unit.isEmpty() ? 1000 : 999.5)) {
        break;
      }
      value /= 1000;
      unit = larger;
    }
    int decimals = unit.isEmpty() || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + decimals + "f", value) + unit;
  }

  /** A count with its noun: {@code 1 model}, {@code 7 models}. */
  public static String count(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
