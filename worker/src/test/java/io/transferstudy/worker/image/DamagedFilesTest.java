package io.transferstudy.worker.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Files with changed, missing and repeated bytes end in an image or in a {@link BadDataException}
 * that names the file, and in nothing else. {@code -Dmutations=100000 -Dmutations.seed=N} makes
 * more and others.
 */
class DamagedFilesTest {
  private static final Path FILE = Path.of("cats/tom");
  private static final int MUTATIONS = Integer.getInteger("mutations", 2_000);
  private static final long SEED = Long.getLong("mutations.seed", System.nanoTime());

  @Test
  @Timeout(3_600)
  void the_jdk_survives() throws IOException {
    mutate(new JdkJpeg());
  }

  @Test
  @Timeout(3_600)
  void libturbojpeg_survives() throws IOException {
    mutate(Turbo.require());
  }

  private static void mutate(JpegDecoder decoder) throws IOException {
    System.out.printf(
        "damaged files: -Dmutations=%d -Dmutations.seed=%d, %s%n", MUTATIONS, SEED, decoder.name());
    List<byte[]> originals = originals();
    int read = 0;
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      SplittableRandom random = Chance.random(SEED, "mutation", i);
      byte[] mutant = mutant(originals.get(i % originals.size()), random);
      try {
        ImageDecoder.decode(mutant, FILE, decoder);
        read++;
      } catch (BadDataException e) {
        assertThat(e).as("mutant %d", i).hasMessageStartingWith(FILE + ": ");
        refused++;
      } catch (RuntimeException | Error e) {
        throw new AssertionError("mutant " + i + " of seed " + SEED, e);
      }
    }
    assertThat(read).isPositive();
    assertThat(refused).isPositive();
  }

  private static List<byte[]> originals() throws IOException {
    var originals = new ArrayList<byte[]>();
    for (String name : List.of("444", "420", "progressive", "grey", "restarts", "cmyk", "ycck")) {
      originals.add(JpegDecoderTest.resource(name + ".jpg"));
    }
    originals.add(
        OrientationTest.withMarker(
            JpegDecoderTest.resource("420.jpg"), OrientationTest.tiff(6, ByteOrder.BIG_ENDIAN)));
    originals.add(JpegDecoderTest.resource("420.png"));
    BufferedImage palette =
        Pictures.buffered(Pictures.generated(20, 15), BufferedImage.TYPE_BYTE_INDEXED);
    originals.add(Pictures.encoded(palette, "gif"));
    originals.add(Pictures.encoded(palette, "bmp"));
    return originals;
  }

  /** One to four changes, most of them in the first bytes, where the header is. */
  private static byte[] mutant(byte[] original, SplittableRandom random) {
    byte[] bytes = original.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int reach = random.nextInt(3) == 0 ? bytes.length : Math.min(bytes.length, 200);
      int at = random.nextInt(reach);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes[at] = (byte) 0xFF;
        case 3 -> bytes = Arrays.copyOf(bytes, Math.max(1, random.nextInt(bytes.length)));
        default -> {
          int length = Math.min(random.nextInt(40), bytes.length - at);
          int from = random.nextInt(bytes.length - length + 1);
          System.arraycopy(bytes, from, bytes, at, length);
        }
      }
    }
    return bytes;
  }
}
