package io.transferstudy.worker.stage;

import io.transferstudy.worker.dataset.catalogue.Voc2007;
import io.transferstudy.worker.image.Image;
import io.transferstudy.worker.image.Pictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * PASCAL VOC 2007 in small and unpacked: images of 24 x 24 whose colours say which of the first
 * three classes they show, and difficult ones among them.
 */
record SmallVoc(Path folder) {
  private static final int SHOWN = 3;
  private static final int SIZE = 24;

  static SmallVoc in(Path data) throws IOException {
    var voc = new SmallVoc(data.resolve("voc"));
    var random = new SplittableRandom(7);
    int number = 1;
    for (var part : new TreeMap<>(Map.of("train", 40, "val", 24, "test", 30)).entrySet()) {
      var truths = new TreeMap<String, int[]>();
      for (int i = 0; i < part.getValue(); i++) {
        var truth = new int[SHOWN];
        for (int k = 0; k < SHOWN; k++) {
          truth[k] = random.nextInt(12) == 0 ? 0 : random.nextInt(5) < 2 ? 1 : -1;
        }
        String id = "%06d".formatted(number++);
        truths.put(id, truth);
        voc.write("JPEGImages/" + id + ".jpg", Pictures.png(image(truth, random)));
      }
      voc.lists(part.getKey(), truths);
    }
    return voc;
  }

  /** The same kind of images with a list of one's own, each showing at least one class. */
  static void listed(Path data) throws IOException {
    var voc = new SmallVoc(data.resolve("own"));
    var random = new SplittableRandom(8);
    var list = new StringBuilder("path,label\n");
    for (int i = 0; i < 90; i++) {
      int[] truth = {-1, -1, -1};
      truth[i % SHOWN] = 1;
      truth[random.nextInt(SHOWN)] = 1;
      String labels =
          IntStream.range(0, SHOWN)
              .filter(k -> truth[k] == 1)
              .mapToObj(k -> "class " + k)
              .collect(Collectors.joining(";"));
      Path file = Files.createDirectories(voc.folder()).resolve(i + ".png");
      Files.write(file, Pictures.png(image(truth, random)));
      list.append(i).append(".png,").append(labels).append('\n');
    }
    Files.writeString(voc.folder().resolve("labels.csv"), list);
  }

  /**
   * A channel a class, mostly brighter where it is shown, between where that is difficult to tell.
   */
  private static Image image(int[] truth, SplittableRandom random) {
    var rgb = new byte[SIZE * SIZE * 3];
    int[] lights = new int[SHOWN];
    for (int k = 0; k < SHOWN; k++) {
      lights[k] = 120 + 35 * truth[k] + random.nextInt(-40, 41);
    }
    for (int i = 0; i < rgb.length; i++) {
      int light = lights[i % 3];
      rgb[i] = (byte) (light + random.nextInt(-40, 41));
    }
    return new Image(SIZE, SIZE, rgb);
  }

  private void lists(String part, Map<String, int[]> truths) throws IOException {
    List<String> names =
        Voc2007.ENTRY.layout().required().stream().filter(n -> n.endsWith("_train.txt")).toList();
    for (int k = 0; k < names.size(); k++) {
      var lines = new ArrayList<String>();
      for (var image : truths.entrySet()) {
        lines.add(image.getKey() + " " + (k < SHOWN ? image.getValue()[k] : -1));
      }
      write(
          "ImageSets/Main/" + names.get(k).replace("_train", "_" + part),
          (String.join("\n", lines) + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
  }

  private void write(String path, byte[] content) throws IOException {
    Path file = folder.resolve("VOCdevkit/VOC2007").resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }
}
