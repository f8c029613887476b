package io.transferstudy.worker.format;

import io.transferstudy.worker.image.BadDataException;
import io.transferstudy.worker.image.ImageDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One folder of images per class, as Caltech-101 unpacks: {@code <class>/image_0001.jpg}. Files
 * that are no images by name are left out, as are hidden files and folders.
 */
public final class ClassFolders {
  private ClassFolders() {}

  /**
   * A class and its images.
   *
   * @param name of the folder
   * @param files in order of their names
   */
  public record ClassFolder(String name, List<Path> files) {}

  /**
   * The classes in order of their names.
   *
   * @throws BadDataException if the folder is missing, or holds no folder with an image
   */
  public static List<ClassFolder> read(Path folder) {
    List<ClassFolder> classes =
        list(folder, Files::isDirectory).stream()
            .map(path ->
                new ClassFolder(
                    path.getFileName().toString(),
                    list(path, file -> ImageDecoder.isImage(file) && Files.isRegularFile(file))))
            .toList();
    if (classes.stream().allMatch(c -> c.files().isEmpty())) {
      throw BadDataException.in(
          folder, "no classes: expected one folder of images (.jpg, .png, .gif, .bmp) per class");
    }
    return classes;
  }

  private static List<Path> list(Path folder, Predicate<Path> wanted) {
    requireFolder(folder);
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(path -> !path.getFileName().toString().startsWith("."))
          .filter(wanted)
          .sorted((a, b) -> a.getFileName().toString().compareTo(b.getFileName().toString()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * @throws BadDataException if there is no such folder
   */
  public static void requireFolder(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw BadDataException.in(
          folder,
          "there is no such folder; put the data set there, or correct its path in the manifest");
    }
  }
}
