package io.transferstudy.worker.dataset;

import io.transferstudy.worker.format.SourceFiles;
import io.transferstudy.worker.image.BadDataException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A data set of the catalogue as it lies somewhere.
 *
 * @param entry what it should be
 * @param place its folder, or an archive
 * @param subset whether images may be missing
 */
record OfficialArchives(CatalogueEntry entry, Path place, boolean subset) {

  /** What lies unpacked, left where it is. */
  Parts unpacked() {
    var gathering = new Gathering(entry.layout(), new InPlace(place));
    List<String> archives = SourceFiles.unpacked(place, gathering);
    return parts(gathering.found(), archives);
  }

  /** Everything, packed or not, in one pass. */
  Parts into(ImageStore store) {
    var gathering = new Gathering(entry.layout(), store);
    SourceFiles.all(place, gathering);
    return parts(gathering.found(), List.of());
  }

  private Parts parts(Found found, List<String> unopened) {
    List<String> absent = absent(found);
    if (!absent.isEmpty()) {
      String missing = "no " + String.join(", no ", absent);
      throw BadDataException.in(
          place,
          unopened.isEmpty()
              ? "%s of data set '%s' in there; it comes with %s from %s"
                  .formatted(
                      missing,
                      entry.name(),
                      String.join(", ", archives()),
                      entry.provenance().home())
              : "%s of data set '%s' unpacked in there; %s must be prepared or unpacked first"
                  .formatted(missing, entry.name(), String.join(", ", unopened)));
    }
    Parts parts = entry.layout().parts(found);
    String problems = String.join("; ", Completeness.problems(entry, subset, parts));
    if (!problems.isEmpty()) {
      throw BadDataException.in(
          place,
          "data set '%s' is not complete: %s; get %s from %s, or say 'subset: true' if that is meant"
              .formatted(
                  entry.name(),
                  problems,
                  String.join(", ", archives()),
                  entry.provenance().home()));
    }
    requireDigests(parts);
    return parts;
  }

  private List<String> absent(Found found) {
    boolean images = !(found.images().isEmpty() && found.records().isEmpty());
    return Stream.concat(
            entry.layout().required().stream()
                .filter(name ->
                    !found.tables().containsKey(name) && !found.records().containsKey(name)),
            images ? Stream.of() : Stream.of("images"))
        .toList();
  }

  private List<String> archives() {
    return entry.provenance().archives().stream().map(ArchiveFile::name).toList();
  }

  private void requireDigests(Parts parts) {
    Map<String, String> md5 = parts.md5();
    if (md5.isEmpty()) {
      return;
    }
    List<String> wrong =
        Stream.of(parts.train(), parts.validation(), parts.test())
            .flatMap(List::stream)
            .parallel()
            .filter(example -> differs(example, md5))
            .map(Example::name)
            .toList();
    if (!wrong.isEmpty()) {
      throw BadDataException.in(
          place,
          "%,d images of data set '%s' are not those of its list by MD5, first: %s; delete them, or"
                  .formatted(wrong.size(), entry.name(), wrong.getFirst())
              + " download them again");
    }
  }

  private static boolean differs(Example example, Map<String, String> md5) {
    String published = md5.get(example.name());
    return published != null && !published.equalsIgnoreCase(md5(example.pixels().content()));
  }

  private static String md5(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }
}
