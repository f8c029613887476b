package io.transferstudy.cli.local;

import io.transferstudy.study.json.Json;
import io.transferstudy.study.json.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * Which study a folder holds.
 *
 * @param uid drawn when the folder was first used
 * @param study the study's name
 */
public record StudyId(String uid, String study) {

  /** The id in that folder, if it holds a study. */
  static Optional<StudyId> read(StudyFolder folder) {
    try {
      return Optional.of(Json.read(Files.readString(folder.id()), StudyId.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (MalformedJsonException e) {
      throw new Refusal(folder.id() + ": " + e.getMessage());
    } catch (IOException e) {
      throw FolderTrouble.at(folder.id(), e);
    }
  }

  /**
   * The id in that folder, written now if the folder is new. The caller holds the folder's lock.
   *
   * @throws Refusal if the folder holds another study, or something else
   */
  static StudyId claim(StudyFolder folder, String study) {
    Optional<StudyId> found = read(folder);
    if (found.isEmpty()) {
      requireEmpty(folder);
      var id = new StudyId(UUID.randomUUID().toString(), study);
      AtomicFile.write(folder.id(), Json.writeIndented(id));
      return id;
    }
    if (!found.get().study().equals(study)) {
      throw new Refusal(
          "%s holds the study '%s', not '%s'. Choose another folder with --output."
              .formatted(folder.path(), found.get().study(), study));
    }
    return found.get();
  }

  private static void requireEmpty(StudyFolder folder) {
    try (var entries = Files.list(folder.path())) {
      Optional<Path> foreign = entries.filter(entry -> !isOurs(entry)).findFirst();
      if (foreign.isPresent()) {
        throw new Refusal(
            "%s holds no study but is not empty (%s). Choose another folder with --output."
                .formatted(folder.path(), foreign.get().getFileName()));
      }
    } catch (IOException e) {
      throw FolderTrouble.at(folder.path(), e);
    }
  }

  /** The lock, and what a killed process may have left of the id. */
  private static boolean isOurs(Path entry) {
    String name = entry.getFileName().toString();
    return name.equals(".lock") || name.matches("\\.study-id\\.json\\.[0-9]+\\.tmp");
  }
}
