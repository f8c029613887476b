package io.transferstudy.worker.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactStoreTest {
  @TempDir Path root;

  @Test
  void theFirstToPublishWinsAndTheLateOneLeavesNoTrace() throws Exception {
    var first = new ArtifactStore(root, "1-a");
    var late = new ArtifactStore(root, "1-b");
    Path firstFolder = folder(first, "first");
    Path lateFolder = folder(late, "late");

    assertThat(first.publish(firstFolder, first.result("key"))).isTrue();
    assertThat(late.publish(lateFolder, late.result("key"))).isFalse();

    assertThat(late.result("key").resolve("result.json")).hasContent("first");
    assertThat(lateFolder).doesNotExist();
  }

  private static Path folder(ArtifactStore store, String content) throws Exception {
    Path folder = Files.createDirectory(store.own("key").resolve("result"));
    ArtifactStore.write(folder.resolve("result.json"), content);
    return folder;
  }
}
