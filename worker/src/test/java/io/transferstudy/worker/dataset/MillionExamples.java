package io.transferstudy.worker.dataset;

import io.transferstudy.worker.format.SourceFile;
import io.transferstudy.worker.image.Image;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Reads a data set of a million images, as a process of its own with little memory. */
final class MillionExamples {
  private static final int CLASSES = 1_000;
  private static final int PER_CLASS = 1_000;

  private MillionExamples() {}

  /** Class folders, nine tenths of each for training. */
  private static final class Folders implements Layout {
    @Override
    public Role role(String path) {
      return new Role.Image(new SourcePath(path).below("images").orElseThrow());
    }

    @Override
    public List<String> required() {
      return List.of();
    }

    @Override
    public Parts parts(Found found) {
      List<String> classes = IntStream.range(0, CLASSES).mapToObj("class_%04d"::formatted).toList();
      var train = new ArrayList<Listing.Item>();
      var test = new ArrayList<Listing.Item>();
      int index = 0;
      for (String name : found.images().keySet()) {
        var item = new Listing.Item(name, Labels.of(index / PER_CLASS));
        (index++ % 10 == 0 ? test : train).add(item);
      }
      return new Listing(found).parts(classes, train, List.of(), test);
    }
  }

  /** In place, but for the contents, which are not there. */
  private record Unread(ImageStore store) implements ImageStore {
    private static final byte[] DIGEST = new byte[32];

    private record Nothing(Pixels pixels) implements Pixels {
      @Override
      public Image image() {
        return pixels.image();
      }

      @Override
      public byte[] content() {
        return pixels.content();
      }

      @Override
      public byte[] sha256() {
        return DIGEST;
      }
    }

    @Override
    public Pixels keep(String path, long size, InputStream content) throws IOException {
      return new Nothing(store.keep(path, size, content));
    }

    @Override
    public Pixels keep(String name, Image raw) {
      throw new IllegalStateException("no records here");
    }
  }

  /** Prints how many examples there are. */
  public static void main(String[] args) throws IOException {
    var layout = new Folders();
    var gathering = new Gathering(layout, new Unread(new InPlace(Path.of("/data/volume/million"))));
    for (int i = 0; i < CLASSES * PER_CLASS; i++) {
      String path = "million/images/class_%04d/image_%08d.jpg".formatted(i / PER_CLASS, i);
      gathering.visit(new SourceFile(path, 1, InputStream.nullInputStream()));
    }
    Parts parts = layout.parts(gathering.found());
    Split split = Split.holdOut(parts.train(), parts.classes(), 0.1, 1);
    var dataset =
        new LoadedDataset(
            "million",
            parts.classes(),
            split.rest(),
            split.chosen(),
            parts.test(),
            parts.flip(),
            "");
    String digest = ContentDigest.of(dataset.classes(), dataset.all());
    System.out.println(dataset.all().size() + " " + digest.length());
  }
}
