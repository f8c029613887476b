package io.transferstudy.worker.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transferstudy.study.grid.Skipping;
import io.transferstudy.worker.dataset.Example;
import io.transferstudy.worker.dataset.Labels;
import io.transferstudy.worker.dataset.Parts;
import io.transferstudy.worker.dataset.Pixels;
import io.transferstudy.worker.image.BadDataException;
import io.transferstudy.worker.image.Flip;
import io.transferstudy.worker.image.Image;
import io.transferstudy.worker.image.ImageDecoder;
import io.transferstudy.worker.image.Picture;
import io.transferstudy.worker.image.Pictures;
import io.transferstudy.worker.image.Reduction;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackTest {
  @TempDir Path root;

  private static final TreeMap<String, byte[]> FILES = files(60);
  private static final Image RAW = Pictures.generated(7, 5);

  private static TreeMap<String, byte[]> files(int count) {
    var files = new TreeMap<String, byte[]>();
    for (int i = 0; i < count; i++) {
      files.put("finch/%03d.png".formatted(i), png(4 + i % 9, 6));
    }
    return files;
  }

  private static byte[] png(int width, int height) {
    try {
      return Pictures.png(Pictures.generated(width, height));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path attempt(String name) throws IOException {
    return Files.createDirectories(root.resolve(name));
  }

  /** Packs everything in that order; null if the attempt was ended after so many images. */
  private Path pack(String name, TreeMap<String, byte[]> files, List<Path> others, int end)
      throws IOException {
    Path place = attempt(name).resolve("data.pack");
    try (var writer =
        PackWriter.in(
            attempt(name),
            others,
            new Skipping(7),
            images -> {
              if (images == end) {
                throw new IllegalStateException("ended");
              }
            })) {
      writer.finish(writer.usable(parts(writer, files)), place);
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("ended");
    }
    return place;
  }

  private static Parts parts(PackWriter writer, TreeMap<String, byte[]> files) throws IOException {
    var train = new ArrayList<Example>();
    for (var file : files.entrySet()) {
      byte[] bytes = file.getValue();
      var content = new ByteArrayInputStream(bytes);
      var pixels = writer.keep(file.getKey(), bytes.length, content);
      train.add(new Example(file.getKey(), train.size() % 2, pixels));
    }
    var several = new Labels.Several(List.of(0, 1), List.of(2));
    var raw = new Example("raw/0", several, writer.keep("raw/0", RAW));
    return Parts.of(List.of("finch", "wren", "tit"), train, List.of(), List.of(raw), Flip.BOTH);
  }

  @Test
  void keeps_bytes_labels_and_splits() throws IOException {
    Parts read = Pack.open(pack("a", FILES, List.of(), -1));
    assertThat(read.classes()).containsExactly("finch", "wren", "tit");
    assertThat(read.flip()).isEqualTo(Flip.BOTH);
    assertThat(read.train()).extracting(Example::name).containsExactlyElementsOf(FILES.keySet());
    assertThat(read.train()).extracting(Example::label).startsWith(0, 1, 0, 1);
    for (Example example : read.train()) {
      byte[] bytes = FILES.get(example.name());
      assertThat(example.pixels().content()).isEqualTo(bytes);
      assertThat(example.pixels().sha256()).isEqualTo(Pixels.sha256(bytes));
    }
    assertThat(read.train().getFirst().image().width()).isEqualTo(4);
    assertThat(read.validation()).isEmpty();
    Example raw = read.test().getFirst();
    assertThat(raw.image().rgb()).isEqualTo(RAW.rgb());
    assertThat(raw.labels()).isEqualTo(new Labels.Several(List.of(0, 1), List.of(2)));
  }

  /** As where it lies unpacked: pixels must not depend on where an image comes from. */
  @Test
  void a_large_jpeg_is_decoded_smaller_from_a_pack_too() throws IOException {
    var photo = Pictures.buffered(Pictures.generated(640, 480), BufferedImage.TYPE_INT_RGB);
    byte[] jpeg = Pictures.encoded(photo, "jpg");
    var files = new TreeMap<String, byte[]>();
    files.put("photo.jpg", jpeg);
    Picture packed = Pack.open(pack("a", files, List.of(), -1)).train().getFirst().picture();
    Picture unpacked = ImageDecoder.open(Files.write(root.resolve("photo.jpg"), jpeg));
    assertThat(packed.reducible()).isEqualTo(unpacked.reducible());
    for (Reduction reduction : Reduction.values()) {
      assertThat(packed.decode(reduction).image().rgb())
          .isEqualTo(unpacked.decode(reduction).image().rgb());
    }
  }

  @Test
  void interrupted_attempts_end_in_the_same_file() throws IOException {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new SplittableRandom(seed);
    byte[] undisturbed = Files.readAllBytes(pack("whole", FILES, List.of(), -1));
    var attempts = new ArrayList<Path>();
    for (int i = 0; i < 10; i++) {
      String name = "attempt-" + i;
      pack(name, FILES, attempts, random.nextInt(FILES.size()));
      Path rows = attempt(name).resolve("data.rows");
      if (random.nextBoolean() && Files.size(rows) > 0) { // a process that dies while it writes
        cut(rows, random.nextLong(Files.size(rows)));
      }
      if (random.nextBoolean()) {
        Path data = attempt(name).resolve("data.part");
        cut(data, random.nextLong(Files.size(data) + 1));
      }
      attempts.add(attempt(name));
    }
    assertThat(Files.readAllBytes(pack("last", FILES, attempts, -1))).isEqualTo(undisturbed);
  }

  private static void cut(Path file, long size) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, (int) size));
  }

  @Test
  void what_was_packed_is_not_read_again() throws IOException {
    var many = files(600); // they are written some hundred at a time
    pack("first", many, List.of(), 590);
    try (var writer = PackWriter.in(attempt("second"), List.of(attempt("first")), null, _ -> {})) {
      assertThat(writer.taken()).isBetween(256, 590);
      String name = many.firstKey();
      writer.keep(
          name,
          many.get(name).length,
          new InputStream() {
            @Override
            public int read() {
              throw new AssertionError("read again");
            }
          });
    }
  }

  @Test
  void what_a_changed_data_set_has_packed_is_not_used() throws IOException {
    var many = files(600);
    pack("first", many, List.of(), 590);
    var changed = new TreeMap<>(many);
    changed.remove("finch/100.png");
    changed.put("finch/0000.png", Pictures.png(Pictures.generated(30, 30)));
    byte[] undisturbed = Files.readAllBytes(pack("whole", changed, List.of(), -1));
    assertThat(Files.readAllBytes(pack("second", changed, List.of(attempt("first")), -1)))
        .isEqualTo(undisturbed);
  }

  @Test
  void broken_images_are_counted_and_the_first_are_named() {
    var files = new TreeMap<>(FILES);
    for (int i = 0; i < 8; i++) {
      files.put("wren/%03d.png".formatted(i), new byte[] {1, 2, 3});
    }
    assertThatThrownBy(() -> pack("a", files, List.of(), -1))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(
            "8 of 69 images cannot be used, and 7 may be skipped (maxBadImages); mend or remove"
                + " them: wren/000.png: ")
        .hasMessageContaining("wren/004.png")
        .hasMessageEndingWith("; and others");
  }

  @Test
  void broken_images_are_left_out_and_interruptions_change_nothing() throws IOException {
    var files = files(600);
    for (String broken : List.of("finch/0100.png", "wren/0003.png")) {
      files.put(broken, new byte[0]);
      files.put(broken.replace(".png", "-b.png"), new byte[] {1});
    }
    byte[] undisturbed = Files.readAllBytes(pack("whole", files, List.of(), -1));
    pack("first", files, List.of(), 590);
    Path place = pack("second", files, List.of(attempt("first")), -1);
    assertThat(Files.readAllBytes(place)).isEqualTo(undisturbed);
    assertThat(Pack.open(place).train())
        .hasSize(files.size() - 4)
        .allSatisfy(
            example -> assertThat(example.pixels().content()).isEqualTo(files.get(example.name())));
  }

  /** Whatever is done to the file: what is read is right, or one clear exception is thrown. */
  @Test
  void a_damaged_pack_is_noticed() throws IOException {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new SplittableRandom(seed);
    byte[] whole = Files.readAllBytes(pack("a", FILES, List.of(), -1));
    int refused = 0;
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = whole.clone();
      int changes = 1 + random.nextInt(3);
      for (int c = 0; c < changes; c++) {
        // Half of them among rows, index and tail, where most can go wrong.
        int at =
            random.nextBoolean()
                ? random.nextInt(bytes.length)
                : bytes.length - 1 - random.nextInt(4_000);
        bytes[at] ^= (byte) (1 << random.nextInt(8));
      }
      if (random.nextInt(5) == 0) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      }
      Path file = Files.write(root.resolve("mutant-" + i), bytes);
      try {
        Parts read = Pack.open(file);
        for (Example example : read.train()) {
          assertThat(example.pixels().content()).isEqualTo(FILES.get(example.name()));
        }
      } catch (BadDataException e) {
        refused++;
        assertThat(e).hasMessageContaining("damaged pack: ");
      }
      Files.delete(file);
    }
    assertThat(refused).isGreaterThan(1_000);
  }
}
