package io.transferstudy.worker.gate;

import io.transferstudy.worker.image.BadDataException;
import io.transferstudy.worker.image.Image;
import io.transferstudy.worker.image.ImageDecoder;
import io.transferstudy.worker.image.LabelledImage;
import io.transferstudy.worker.image.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Images of source classes, as a labels file lists them. Each of its lines is {@code PATH LABEL}
 * (or {@code PATH,LABEL}), with labels from 0 on; or each is the name of a class's folder, in the
 * order of the labels.
 */
final class LabelledFolder {
  private static final Pattern PATH_AND_LABEL = Pattern.compile("(.+?)[\\s,;]+(\\d{1,6})");

  private LabelledFolder() {}

  /** An image of the folder. */
  private record Labelled(Path file, int label) implements LabelledImage {
    @Override
    public Image image() {
      return ImageDecoder.decode(file);
    }

    @Override
    public Picture picture() {
      return ImageDecoder.open(file);
    }
  }

  /**
   * The images in the order of the labels file, in class folders by name.
   *
   * @param classes how many the network tells apart
   * @throws BadDataException if there are none, one is missing, or a label is out of range
   */
  static List<LabelledImage> read(Path images, Path labels, int classes) throws IOException {
    List<String> lines;
    try {
      lines =
          Files.readAllLines(labels).stream().map(String::strip).filter(s -> !s.isEmpty()).toList();
    } catch (NoSuchFileException e) {
      throw BadDataException.in(labels, "there is no such file of labels");
    }
    if (lines.isEmpty()) {
      throw BadDataException.in(labels, "it is empty");
    }
    List<Labelled> found =
        PATH_AND_LABEL.matcher(lines.getFirst()).matches()
            ? listed(images, labels, lines)
            : folders(images, labels, lines);
    for (Labelled image : found) {
      if (image.label >= classes) {
        throw BadDataException.in(
            labels,
            "label %d of %s is out of range: the network tells %d classes apart, from 0 on"
                .formatted(image.label, image.file.getFileName(), classes));
      }
    }
    return List.copyOf(found);
  }

  private static List<Labelled> listed(Path images, Path labels, List<String> lines) {
    var found = new ArrayList<Labelled>();
    var missing = new ArrayList<Path>();
    for (int i = 0; i < lines.size(); i++) {
      Matcher line = PATH_AND_LABEL.matcher(lines.get(i));
      if (!line.matches()) {
        throw BadDataException.in(
            labels, "line " + (i + 1) + " is not PATH LABEL: " + lines.get(i));
      }
      Path file = images.resolve(line.group(1));
      if (Files.isRegularFile(file)) {
        found.add(new Labelled(file, Integer.parseInt(line.group(2))));
      } else {
        missing.add(file);
      }
    }
    if (!missing.isEmpty()) {
      throw BadDataException.in(
          labels,
          "%d of %d images are missing, first: %s"
              .formatted(missing.size(), lines.size(), missing.getFirst()));
    }
    return found;
  }

  private static List<Labelled> folders(Path images, Path labels, List<String> names)
      throws IOException {
    var found = new ArrayList<Labelled>();
    for (int label = 0; label < names.size(); label++) {
      Path folder = images.resolve(names.get(label));
      if (!Files.isDirectory(folder)) {
        throw BadDataException.in(
            labels,
            "line %d names the class folder %s, which does not exist".formatted(label + 1, folder));
      }
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(ImageDecoder::isImage).sorted().toList()) {
          found.add(new Labelled(file, label));
        }
      }
    }
    if (found.isEmpty()) {
      throw BadDataException.in(images, "its class folders hold no images");
    }
    return found;
  }
}
