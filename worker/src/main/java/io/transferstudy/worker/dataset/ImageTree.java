package io.transferstudy.worker.dataset;

import io.transferstudy.worker.format.FolderWalk;
import io.transferstudy.worker.format.SourceFiles;
import io.transferstudy.worker.image.ImageDecoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Images by where they lie, on disk or in an archive; paths are separated by {@code /}. Files of
 * other kinds are not in it, images in formats that are not read are.
 *
 * @param folders every folder, by path
 * @param images every image, by path
 */
record ImageTree(SortedSet<String> folders, SortedMap<String, Pixels> images) {

  /** What lies below a folder, left there; links are followed. */
  static ImageTree unpacked(Path folder) {
    var tree = new ImageTree(new TreeSet<>(), new TreeMap<>());
    FolderWalk.below(
        folder,
        new FolderWalk.Visitor() {
          @Override
          public boolean wants(String name) {
            return ImageDecoder.isCalledImage(name);
          }

          @Override
          public void folder(String path) {
            tree.folders.add(path);
          }

          @Override
          public void file(String path, Path parent, String name) {
            tree.images.put(path, new Pixels.Encoded(parent, name));
          }
        });
    return tree;
  }

  /** What an archive holds, put into the store. */
  static ImageTree packed(Path archive, ImageStore store) {
    var tree = new ImageTree(new TreeSet<>(), new TreeMap<>());
    SourceFiles.all(
        archive,
        file -> {
          if (ImageDecoder.isCalledImage(file.path())) {
            tree.images.put(file.path(), store.keep(file.path(), file.size(), file.content()));
            tree.foldersOf(file.path());
          }
        });
    return tree;
  }

  private void foldersOf(String path) {
    int slash = path.lastIndexOf('/');
    while (slash > 0 && folders.add(path.substring(0, slash))) {
      slash = path.lastIndexOf('/', slash - 1);
    }
  }

  /**
   * Without folders that all images lie in, as archives often have one.
   *
   * @param levels how many folders must remain above some image
   */
  ImageTree within(int levels) {
    if (images.isEmpty()) {
      return this;
    }
    int slash = images.firstKey().indexOf('/');
    String around = images.firstKey().substring(0, slash + 1);
    // In order of paths, what lies between two in one folder lies there, too.
    if (slash < 0
        || !images.lastKey().startsWith(around)
        || images.keySet().stream().noneMatch(path -> SourcePath.folders(path) > levels)) {
      return this;
    }
    var inside = new ImageTree(new TreeSet<>(), new TreeMap<>());
    folders.tailSet(around).stream()
        .takeWhile(path -> path.startsWith(around))
        .forEach(path -> inside.folders.add(path.substring(around.length())));
    images.forEach((path, pixels) -> inside.images.put(path.substring(around.length()), pixels));
    return inside.within(levels);
  }

  /**
   * The names of the folders in a folder, in order.
   *
   * @param prefix its path and {@code /}; empty at the top
   */
  List<String> foldersIn(String prefix) {
    var names = new ArrayList<String>();
    for (String path : folders.tailSet(prefix)) {
      if (!path.startsWith(prefix)) {
        break;
      }
      String name = path.substring(prefix.length());
      if (!name.isEmpty() && name.indexOf('/') < 0) {
        names.add(name);
      }
    }
    return names;
  }

  /** All images below a folder, as in {@link #foldersIn}. */
  SortedMap<String, Pixels> imagesBelow(String prefix) {
    // The character after the slash is the first that does not continue the prefix.
    return prefix.isEmpty()
        ? images
        : images.subMap(prefix, prefix.substring(0, prefix.length() - 1) + (char) ('/' + 1));
  }

  /** The images that do not lie so many folders deep. */
  List<String> notAt(int levels) {
    return images.keySet().stream().filter(path -> SourcePath.folders(path) != levels).toList();
  }
}
