package io.transferstudy.worker.check;

import io.transferstudy.worker.dataset.Example;
import io.transferstudy.worker.dataset.Parts;
import io.transferstudy.worker.dataset.Pixels;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Test images that are, byte for byte, also training or validation images. Of each test image eight
 * bytes are kept, the first of its SHA-256, so that a million of them need little.
 */
final class Twins {
  private final long[] test;
  private final BitSet seen = new BitSet();
  private final Map<Long, String> firstSeen = new HashMap<>();

  private Twins(List<Example> test) {
    this.test = test.stream().mapToLong(Twins::key).sorted().toArray();
  }

  static Optional<Finding> in(Parts parts) {
    var twins = new Twins(parts.test());
    Stream.of(parts.train(), parts.validation()).flatMap(List::stream).forEach(twins::look);
    return twins.seen.isEmpty() ? Optional.empty() : Optional.of(twins.finding(parts.test()));
  }

  private void look(Example learnt) {
    long key = key(learnt);
    int place = Arrays.binarySearch(test, key);
    if (place >= 0 && !seen.get(place)) {
      seen.set(place);
      if (firstSeen.size() < Finding.MOST_ITEMS) {
        firstSeen.putIfAbsent(key, learnt.name());
      }
    }
  }

  private Finding finding(List<Example> examples) {
    int count = 0;
    var pairs = new ArrayList<String>();
    for (Example example : examples) {
      long key = key(example);
      if (seen.get(Arrays.binarySearch(test, key))) {
        count++;
        String twin = firstSeen.get(key);
        if (twin != null && pairs.size() < Finding.MOST_ITEMS) {
          pairs.add(example.name() + " = " + twin);
        }
      }
    }
    return new Finding(
        String.format(
            Locale.ROOT,
            "%,d of %,d test images %s also to be trained on, byte for byte; leave %s out of one: %s",
            count,
            examples.size(),
            count == 1 ? "is" : "are",
            count == 1 ? "it" : "them",
            Finding.some(pairs, count)),
        pairs);
  }

  private static long key(Example example) {
    Pixels pixels = example.pixels();
    return ByteBuffer.wrap(pixels.sha256()).getLong();
  }
}
