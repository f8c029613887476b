package io.transferstudy.worker.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Archives of files given by path. */
public final class Packing {
  private Packing() {}

  /** In the format that the archive's name says. */
  public static byte[] pack(String archive, Map<String, byte[]> files) {
    var bytes = new ByteArrayOutputStream();
    try {
      if (archive.endsWith(".zip")) {
        zip(bytes, files);
      } else if (archive.endsWith(".tar")) {
        tar(bytes, files);
      } else {
        try (var gzip = new GZIPOutputStream(bytes)) {
          tar(gzip, files);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** As files below a folder. */
  public static void unpack(Path folder, Map<String, byte[]> files) {
    files.forEach((path, content) -> {
      try {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  /** The files below a folder, as they would lie below another. */
  public static TreeMap<String, byte[]> below(Path folder, String other) throws IOException {
    var files = new TreeMap<String, byte[]>();
    try (var all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(other + "/" + folder.relativize(file), Files.readAllBytes(file));
      }
    }
    return files;
  }

  private static void zip(OutputStream out, Map<String, byte[]> files) throws IOException {
    try (var zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
      for (var file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
  }

  private static void tar(OutputStream out, Map<String, byte[]> files) throws IOException {
    var tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
    for (var file : files.entrySet()) {
      var entry = new TarArchiveEntry(file.getKey(), true);
      entry.setSize(file.getValue().length);
      tar.putArchiveEntry(entry);
      tar.write(file.getValue());
      tar.closeArchiveEntry();
    }
    tar.finish();
  }
}
