package io.transferstudy.worker.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transferstudy.worker.image.BadDataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceFilesTest {
  private static final SourceBounds SMALL = new SourceBounds(3, 100_000, 10, 1_000, 10_000, 2);

  @TempDir Path folder;

  private static Map<String, byte[]> files(String... pathsAndContents) {
    var files = new LinkedHashMap<String, byte[]>();
    for (int i = 0; i < pathsAndContents.length; i += 2) {
      files.put(pathsAndContents[i], pathsAndContents[i + 1].getBytes(StandardCharsets.UTF_8));
    }
    return files;
  }

  private Path put(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private static List<String> visited(Path place) {
    return visited(place, SourceBounds.DEFAULT);
  }

  private static List<String> visited(Path place, SourceBounds bounds) {
    var seen = new ArrayList<String>();
    SourceFiles.all(
        place,
        bounds,
        file -> {
          byte[] content = file.content().readAllBytes();
          assertThat(content.length).as(file.path()).isEqualTo((int) file.size());
          seen.add(file.path() + "=" + new String(content, StandardCharsets.UTF_8));
        });
    return seen;
  }

  private void refused(Path place, String message) {
    assertThatThrownBy(() -> visited(place, SMALL))
        .isInstanceOf(BadDataException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.tar", "a.tar.gz", "a.tgz", "a.zip", "A.TGZ"})
  void an_archive_looks_like_what_it_unpacks_to(String name) throws IOException {
    String deep = "x/" + "long-name-".repeat(20) + ".jpg";
    var files = files("x/b.jpg", "1", "./x//a.jpg", "22", deep, "333", "x/.h", "4", "top", "");
    Path archive = put(name, Packing.pack(name.toLowerCase(java.util.Locale.ROOT), files));
    assertThat(visited(archive)).containsExactly("x/b.jpg=1", "x/a.jpg=22", deep + "=333", "top=");
    assertThat(visited(folder)).isEqualTo(visited(archive));
    Path beside = Files.createDirectory(folder.resolve("sub"));
    Packing.unpack(beside, files);
    assertThat(visited(beside)).containsExactly("top=", "x/a.jpg=22", "x/b.jpg=1", deep + "=333");
  }

  @Test
  void what_lies_unpacked_comes_first_and_an_archive_of_it_adds_nothing() throws IOException {
    Packing.unpack(folder, files("x/b", "1", "x/a", "2"));
    put("0.tar", Packing.pack("0.tar", files("x/a", "2", "x/c", "3")));
    put("1.zip", Packing.pack("1.zip", files("x/c", "3", "x/d", "4")));
    assertThat(visited(folder)).containsExactly("x/a=2", "x/b=1", "x/c=3", "x/d=4");
    var plain = new ArrayList<String>();
    assertThat(SourceFiles.unpacked(folder, file -> plain.add(file.path())))
        .containsExactly("0.tar", "1.zip");
    assertThat(plain).containsExactly("x/a", "x/b");
  }

  @Test
  void two_files_of_one_path_are_refused() throws IOException {
    Packing.unpack(folder, files("x/a", "2"));
    Path tar = put("0.tar", Packing.pack("0.tar", files("x/a", "3")));
    refused(
        folder,
        tar + ": x/a in it differs from the file of the same path beside it; delete the wrong one");
    Files.delete(folder.resolve("x/a"));
    Path zip = put("1.zip", Packing.pack("1.zip", files("x/a", "4")));
    refused(
        folder,
        zip + ": x/a in it differs from the file of the same path beside it; delete the wrong one");
  }

  @Test
  void a_tar_in_an_archive_is_opened_and_one_in_that_is_a_file() throws IOException {
    byte[] third = Packing.pack("c.tar", files("never", "seen"));
    var second = files("y/f", "1");
    second.put("c.tar", third);
    var first = files("m/readme", "2");
    first.put("m/b.tar.gz", Packing.pack("b.tar.gz", second));
    put("a.zip", Packing.pack("a.zip", first));
    var paths = new ArrayList<String>();
    SourceFiles.all(folder, file -> paths.add(file.path()));
    assertThat(paths).containsExactly("m/readme", "m/y/f", "m/c.tar");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "/etc/passwd", "a/../../x", "C:/x"})
  void a_path_that_leaves_is_refused(String path) throws IOException {
    for (String name : List.of("a.zip", "b.tar", "c.tgz")) {
      Path archive = put(name, Packing.pack(name, files("ok", "1", path, "2")));
      refused(
          archive,
          "%s: holds '%s', a path that leads out of its folder; it is refused"
              .formatted(archive, path));
    }
  }

  private static byte[] tar(Consumer<TarArchiveEntry> change, byte type) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes)) {
      var entry = new TarArchiveEntry("x/link", type);
      change.accept(entry);
      tar.putArchiveEntry(entry);
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  @Test
  void links_that_leave_are_refused_and_others_left_out() throws IOException {
    for (String target : List.of("/etc/passwd", "../../x")) {
      Path archive = put("a.tar", tar(entry -> entry.setLinkName(target), TarConstants.LF_SYMLINK));
      refused(
          archive,
          "%s: 'x/link' is a link to '%s', which leads out of its folder; refused"
              .formatted(archive, target));
    }
    put("a.tar", tar(entry -> entry.setLinkName("../y"), TarConstants.LF_SYMLINK));
    assertThat(visited(folder)).isEmpty();
    Path out = Files.createSymbolicLink(folder.resolve("out"), Path.of("/etc/hostname"));
    refused(
        folder, out + ": a link that leads out of the data set's folder; put a copy there instead");
    Files.delete(out);
    Files.createDirectory(folder.resolve("z"));
    put("z/f", new byte[] {'1'});
    Files.createSymbolicLink(folder.resolve("in"), Path.of("z/f"));
    Files.createSymbolicLink(folder.resolve("z/round"), folder);
    assertThat(visited(folder)).containsExactly("in=1", "z/f=1");
  }

  @Test
  void bombs_are_refused() throws IOException {
    var zeros = Map.of("zeros", new byte[50_000]);
    for (String name : List.of("a.zip", "b.tgz")) {
      Path archive = put(name, Packing.pack(name, zeros));
      refused(
          archive,
          archive + ": holds more than 10 times its own size; no data set does, so it is refused");
      Files.delete(archive);
    }
    var many = files("1", "", "2", "", "3", "", "4", "");
    put("c.tar", Packing.pack("c.tar", many));
    refused(folder, folder + ": more than 3 files in archives");
    put("c.tar", Packing.pack("c.tar", Map.of("x", new byte[90_000])));
    put("d.tar", Packing.pack("d.tar", Map.of("y", new byte[90_000])));
    refused(folder, folder + ": more than 100,000 bytes in archives");
  }

  @Test
  void a_name_without_end_is_refused_before_it_is_in_memory() throws IOException {
    Path archive = put("a.tar", Packing.pack("a.tar", Map.of("n".repeat(20_000), new byte[1])));
    refused(archive, archive + ": a header of it is too long; refused");
  }

  @Test
  void a_cut_archive_is_named() throws IOException {
    for (String name : List.of("a.zip", "b.tgz", "c.tar")) {
      byte[] whole = Packing.pack(name, Map.of("x", new byte[700], "y", new byte[700]));
      Path archive = put(name, Arrays.copyOf(whole, name.equals("c.tar") ? 1_100 : 70));
      assertThatThrownBy(() -> visited(archive))
          .isInstanceOf(BadDataException.class)
          .hasMessageStartingWith(archive + ": damaged or cut off (")
          .hasMessageEndingWith("); download it again");
    }
  }

  @Test
  void another_file_is_no_data_set() throws IOException {
    Path file = put("x.rar", new byte[1]);
    refused(file, file + ": neither a folder nor a .tar, .tar.gz, .tgz or .zip; unpack it");
  }

  @Test
  void a_flipped_bit_in_a_zip_is_found() throws IOException {
    byte[] content = "something".getBytes(StandardCharsets.UTF_8);
    var crc = new CRC32();
    crc.update(content);
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      var entry = new ZipEntry("b.txt");
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(content.length);
      entry.setCrc(crc.getValue());
      zip.putNextEntry(entry);
      zip.write(content);
    }
    byte[] flipped = bytes.toByteArray();
    flipped[new String(flipped, StandardCharsets.ISO_8859_1).indexOf("something")] ^= 1;
    Path place = put("x.zip", flipped);
    refused(
        place,
        place + ": damaged or cut off (the checksum of 'b.txt' is wrong); download it again");
  }

  /** A zip of one stored or deflated file, with some bytes of both of its headers changed. */
  private Path zip(String name, int flags, int method) throws IOException {
    byte[] zip = Packing.pack("a.zip", Map.of("aXb.jpg", "content".repeat(9).getBytes(UTF_8)));
    for (int at = 0; at + 4 < zip.length; at++) {
      boolean local = zip[at] == 'P' && zip[at + 1] == 'K' && zip[at + 2] == 3 && zip[at + 3] == 4;
      boolean central =
          zip[at] == 'P' && zip[at + 1] == 'K' && zip[at + 2] == 1 && zip[at + 3] == 2;
      if (local || central) {
        int start = at + (local ? 6 : 8);
        zip[start] = (byte) (zip[start] | flags);
        zip[start + 1] = (byte) (zip[start + 1] & ~8); // its names are not said to be UTF-8
        zip[start + 2] = method < 0 ? zip[start + 2] : (byte) method;
      }
      if (zip[at] == 'a' && zip[at + 1] == 'X') {
        zip[at + 1] = (byte) name.charAt(0);
      }
    }
    return put("a.zip", zip);
  }

  @Test
  void names_that_windows_wrote_are_read() throws IOException {
    assertThat(visited(zip("\u0082", 0, -1)))
        .singleElement()
        .asString()
        .startsWith("a\u00e9b.jpg=");
    assertThat(visited(zip("X", 0, -1))).singleElement().asString().startsWith("aXb.jpg=");
  }

  @Test
  void zips_that_cannot_be_opened_say_why() throws IOException {
    Path file = folder.resolve("a.zip");
    refused(zip("X", 1, -1), file + ": encrypted; unpack it with its password");
    refused(
        zip("X", 0, 14),
        file + ": compressed by a method that is not read; unpack it, or pack it anew");
    refused(
        zip("\\", 0, -1),
        file + ": holds 'a\\b.jpg', with '\\' where '/' must be; unpack it and pack it anew");
  }

  /** It lies behind the end of the tar, where no reader of tars looks. */
  @Test
  void a_wrong_checksum_of_a_packed_tar_is_named() throws IOException {
    byte[] packed = Packing.pack("b.tgz", Map.of("x.jpg", "content".getBytes(UTF_8)));
    packed[packed.length - 8] ^= 1;
    Path tar = put("b.tgz", packed);
    assertThatThrownBy(() -> visited(tar))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(tar + ": damaged or cut off (");
  }
}
