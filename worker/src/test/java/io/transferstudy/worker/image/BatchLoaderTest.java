package io.transferstudy.worker.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transferstudy.study.grid.Recipe.Crop;
import io.transferstudy.study.grid.Resize;
import io.transferstudy.worker.model.Preprocessing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BatchLoaderTest {
  private static final Normalizer NORMALIZER =
      new Normalizer(new Preprocessing(List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0)));
  private static final Augmentation CROPS =
      new Augmentation(new Crop.RandomResized(0.08), Flip.BOTH, Resize.WHOLE);

  private record Drawn(int label, Image image) implements LabelledImage {}

  private static List<Drawn> pictures(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Drawn(i % 3, Pictures.generated(9 + i, 12 + i % 5)))
        .toList();
  }

  /** Everything that a stream gives, copied. */
  private record Seen(List<Integer> indexes, List<Long> labels, List<Float> pixels) {}

  private static List<Seen> all(
      int examples, int batchSize, int threads, Function<BatchLoader, BatchStream> stream) {
    var seen = new ArrayList<Seen>();
    try (var loader = new BatchLoader(pictures(examples), NORMALIZER, 8, batchSize, threads);
        BatchStream batches = stream.apply(loader)) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        assertThat(batch.pixels().isDirect()).isTrue();
        assertThat(batch.pixels().position()).isZero();
        assertThat(batch.pixels().limit()).isEqualTo(batch.count() * 3 * 8 * 8);
        var pixels = new ArrayList<Float>();
        for (int i = 0; i < batch.pixels().limit(); i++) {
          pixels.add(batch.pixels().get(i));
        }
        seen.add(
            new Seen(
                Arrays.stream(batch.indexes()).boxed().toList(),
                Arrays.stream(batch.labels()).boxed().toList(),
                pixels));
      }
    }
    return seen;
  }

  @Test
  void evaluation_sees_every_example_once_in_order() {
    List<Seen> seen = all(23, 5, 2, loader -> loader.evaluation(Resize.WHOLE));
    assertThat(seen).hasSize(5);
    assertThat(seen.getLast().indexes()).containsExactly(20, 21, 22);
    assertThat(seen.stream().flatMap(s -> s.indexes().stream()))
        .containsExactlyElementsOf(IntStream.range(0, 23).boxed().toList());
    for (Seen batch : seen) {
      for (int i = 0; i < batch.indexes().size(); i++) {
        assertThat(batch.labels().get(i)).isEqualTo(batch.indexes().get(i) % 3);
      }
    }
    Image first = Evaluation.square(pictures(23).get(6).picture(), Resize.WHOLE, 8);
    assertThat(seen.get(1).pixels().get(3 * 64 + 64 + 9))
        .isEqualTo((float) ((first.rgb()[9 * 3 + 1] & 0xFF) / 255.0));
  }

  @Test
  void an_epoch_is_a_shuffle_without_its_incomplete_rest() {
    List<Seen> seen = all(23, 5, 2, loader -> loader.training(CROPS, 7, 0, 8));
    List<Integer> first = seen.subList(0, 4).stream().flatMap(s -> s.indexes().stream()).toList();
    List<Integer> second = seen.subList(4, 8).stream().flatMap(s -> s.indexes().stream()).toList();
    assertThat(first).hasSize(20).doesNotHaveDuplicates();
    assertThat(second).hasSize(20).doesNotHaveDuplicates().isNotEqualTo(first);
    assertThat(first).isNotEqualTo(first.stream().sorted().toList());
  }

  @Test
  void fewer_examples_than_a_batch_make_smaller_batches() {
    List<Seen> seen = all(3, 16, 1, loader -> loader.training(CROPS, 7, 0, 2));
    assertThat(seen).hasSize(2).allMatch(s -> s.indexes().size() == 3);
  }

  @Test
  void threads_and_resuming_change_nothing() {
    List<Seen> one = all(23, 5, 1, loader -> loader.training(CROPS, 7, 0, 9));
    List<Seen> evaluated = all(23, 5, 1, loader -> loader.evaluation(Resize.WHOLE));
    for (int threads : new int[] {2, 7}) {
      assertThat(all(23, 5, threads, loader -> loader.training(CROPS, 7, 0, 9))).isEqualTo(one);
      assertThat(all(23, 5, threads, loader -> loader.evaluation(Resize.WHOLE)))
          .isEqualTo(evaluated);
    }
    assertThat(all(23, 5, 3, loader -> loader.training(CROPS, 7, 6, 9)))
        .isEqualTo(one.subList(6, 9));
    assertThat(all(23, 5, 1, loader -> loader.training(CROPS, 8, 0, 9))).isNotEqualTo(one);
  }

  /** Files are read by few at a time, decoded by fewer, and never far ahead of their use. */
  @Test
  @Timeout(60)
  void what_is_in_the_making_is_bounded() throws InterruptedException {
    var open = new AtomicInteger();
    var most = new AtomicInteger();
    var made = new AtomicInteger();
    LabelledImage slow =
        new LabelledImage() {
          @Override
          public int label() {
            return 0;
          }

          @Override
          public Image image() {
            most.accumulateAndGet(open.incrementAndGet(), Math::max);
            Image image = Pictures.generated(9, 9);
            made.incrementAndGet();
            open.decrementAndGet();
            return image;
          }
        };
    var wait = new InputWait();
    try (var loader = new BatchLoader(Collections.nCopies(400, slow), NORMALIZER, 8, 10, 2, wait);
        BatchStream batches = loader.evaluation(Resize.WHOLE)) {
      batches.next();
      while (made.get() < 30) {
        Thread.onSpinWait();
      }
      Thread.sleep(100); // long enough for many more, if nothing held them back
      assertThat(made.get()).isEqualTo(30);
      assertThat(wait.images()).isEqualTo(10);
      while (batches.hasNext()) {
        batches.next();
      }
    }
    assertThat(made.get()).isEqualTo(400);
    assertThat(wait.images()).isEqualTo(400);
    assertThat(most.get()).isLessThanOrEqualTo(8);
  }

  @Test
  void time_that_is_waited_is_measured() {
    var released = new CountDownLatch(1);
    LabelledImage late =
        new LabelledImage() {
          @Override
          public int label() {
            return 0;
          }

          @Override
          public Image image() {
            try {
              released.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            return Pictures.generated(9, 9);
          }
        };
    var wait = new InputWait();
    try (var loader = new BatchLoader(List.of(late), NORMALIZER, 8, 1, 1, wait);
        BatchStream batches = loader.evaluation(Resize.WHOLE)) {
      long begin = System.nanoTime();
      Thread.ofVirtual()
          .start(() -> {
            while (System.nanoTime() - begin < 50_000_000) {
              Thread.onSpinWait();
            }
            released.countDown();
          });
      batches.next();
      assertThat(wait.seconds()).isPositive().isLessThan((System.nanoTime() - begin) / 1e9);
    }
  }

  @Test
  void a_bad_image_surfaces_as_it_is() {
    var bad = new BadDataException("x.jpg: the file is empty");
    LabelledImage broken =
        new LabelledImage() {
          @Override
          public int label() {
            return 0;
          }

          @Override
          public Image image() {
            throw bad;
          }
        };
    var examples = new ArrayList<LabelledImage>(pictures(12));
    examples.set(7, broken);
    try (var loader = new BatchLoader(examples, NORMALIZER, 8, 4, 2);
        BatchStream batches = loader.evaluation(Resize.WHOLE)) {
      batches.next();
      assertThatThrownBy(batches::next).isSameAs(bad);
    }
  }
}
