package io.transferstudy.bench.input;

import io.transferstudy.study.grid.Recipe.Crop;
import io.transferstudy.study.grid.Resize;
import io.transferstudy.worker.image.Augmentation;
import io.transferstudy.worker.image.BatchLoader;
import io.transferstudy.worker.image.BatchStream;
import io.transferstudy.worker.image.Flip;
import io.transferstudy.worker.image.Image;
import io.transferstudy.worker.image.ImageDecoder;
import io.transferstudy.worker.image.LabelledImage;
import io.transferstudy.worker.image.Normalizer;
import io.transferstudy.worker.image.Picture;
import io.transferstudy.worker.model.Preprocessing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Prints the images a second that the worker's loader gives, from files to normalised batches in
 * native memory: {@code InputBench training|evaluation THREADS WARM SECONDS FOLDER DECODER}. It
 * counts for so many seconds once {@code WARM} have gone by, and fails where another JPEG decoder
 * is in use than the one named.
 */
final class InputBench {
  private static final int SIZE = 224;
  private static final int BATCH = 64;
  private static final double MIN_AREA = 0.08;
  private static final int ENTRIES = 4_096;
  private static final Resize RESIZE = Resize.CENTRAL;

  private InputBench() {}

  private record Photo(Path file) implements LabelledImage {
    @Override
    public int label() {
      return 0;
    }

    @Override
    public Image image() {
      return ImageDecoder.decode(file);
    }

    @Override
    public Picture picture() {
      return ImageDecoder.open(file);
    }
  }

  public static void main(String[] args) throws IOException {
    boolean training = args[0].equals("training");
    int threads = Integer.parseInt(args[1]);
    var pace = new Pace(Double.parseDouble(args[2]), Double.parseDouble(args[3]));
    if (!ImageDecoder.jpegDecoder().contains(args[5])) {
      throw new IllegalStateException(
          args[5] + " is not there: JPEGs are decoded by " + ImageDecoder.jpegDecoder());
    }
    List<Photo> photos = photos(Path.of(args[4]));
    var normalizer =
        new Normalizer(
            new Preprocessing(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225)));
    try (var loader = new BatchLoader(photos, normalizer, SIZE, BATCH, threads)) {
      for (long epoch = 0; !pace.ended(); epoch++) {
        try (BatchStream batches = training ? epoch(loader, epoch) : loader.evaluation(RESIZE)) {
          while (batches.hasNext() && !pace.ended()) {
            pace.add(batches.next().count());
          }
        }
      }
      System.out.println(pace.imagesPerSecond());
    }
  }

  /** Few files are named again and again, so that no pass ends soon. */
  private static List<Photo> photos(Path folder) throws IOException {
    List<Photo> photos;
    try (Stream<Path> files = Files.walk(folder)) {
      photos = files.filter(ImageDecoder::isImage).sorted().map(Photo::new).toList();
    }
    int times = Math.ceilDiv(ENTRIES, photos.size());
    return Collections.nCopies(times, photos).stream().flatMap(List::stream).toList();
  }

  private static BatchStream epoch(BatchLoader loader, long epoch) {
    var augmentation = new Augmentation(new Crop.RandomResized(MIN_AREA), Flip.HORIZONTAL, RESIZE);
    long steps = loader.stepsPerEpoch();
    return loader.training(augmentation, 1, epoch * steps, (epoch + 1) * steps);
  }
}
