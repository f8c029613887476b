package io.transferstudy.worker.pack;

import io.transferstudy.worker.check.DatasetChecks;
import io.transferstudy.worker.dataset.Example;
import io.transferstudy.worker.dataset.Parts;
import io.transferstudy.worker.image.Flip;
import io.transferstudy.worker.image.Image;
import io.transferstudy.worker.image.Pictures;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Packs, checks and reads many tiny images, in whatever heap its process has: FOLDER COUNT. */
final class MillionImages {
  private static final int CLASSES = 1_000;

  private MillionImages() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    int count = Integer.parseInt(args[1]);
    Path place = folder.resolve("data.pack");
    long start = System.nanoTime();
    pack(folder, count, place);
    double packed = (System.nanoTime() - start) / 1e9;
    start = System.nanoTime();
    Parts parts = Pack.open(place);
    double opened = (System.nanoTime() - start) / 1e9;
    start = System.nanoTime();
    long bytes = 0;
    int images = 0;
    for (List<Example> part : List.of(parts.train(), parts.test())) {
      for (Example example : part) {
        bytes += example.pixels().content().length;
        images++;
      }
    }
    double read = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "%d images of %d bytes in a heap of %d MiB: packed in %.1f s, opened in %.1f s,"
            + " every one read in %.1f s; the file has %d MiB%n",
        images,
        bytes / images,
        Runtime.getRuntime().maxMemory() >> 20,
        packed,
        opened,
        read,
        Files.size(place) >> 20);
  }

  private static void pack(Path folder, int count, Path place) throws IOException {
    byte[] png = Pictures.png(new Image(1, 1, new byte[] {1, 2, 3}));
    try (var writer = PackWriter.in(folder, List.of(), null, _ -> {})) {
      var train = new ArrayList<Example>();
      var test = new ArrayList<Example>();
      for (int i = 0; i < count; i++) {
        String name = "class-%03d/image_%07d.png".formatted(i % CLASSES, i);
        var pixels = writer.keep(name, png.length, new ByteArrayInputStream(png));
        (i % 10 == 0 ? test : train).add(new Example(name, i % CLASSES, pixels));
      }
      List<String> classes = IntStream.range(0, CLASSES).mapToObj(i -> "class-" + i).toList();
      Parts parts = Parts.of(classes, train, List.of(), test, Flip.HORIZONTAL);
      System.out.println(DatasetChecks.page(DatasetChecks.of(parts)).lines().findFirst());
      writer.finish(parts, place);
    }
  }
}
