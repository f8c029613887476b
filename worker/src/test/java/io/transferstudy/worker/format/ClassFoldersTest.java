package io.transferstudy.worker.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transferstudy.worker.image.BadDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassFoldersTest {
  @TempDir Path folder;

  @Test
  void classes_and_images_come_in_order_of_names_without_strays() throws IOException {
    for (String name :
        new String[] {"b/2.jpg", "b/10.JPG", "a/x.png", "a/tmp", ".git/a.jpg", "b/.h.jpg"}) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "x");
    }
    Files.writeString(folder.resolve("readme.jpg"), "x");
    var classes = ClassFolders.read(folder);
    assertThat(classes).extracting(ClassFolders.ClassFolder::name).containsExactly("a", "b");
    assertThat(classes.get(0).files()).containsExactly(folder.resolve("a/x.png"));
    assertThat(classes.get(1).files())
        .containsExactly(folder.resolve("b/10.JPG"), folder.resolve("b/2.jpg"));
  }

  @Test
  void a_missing_folder_and_one_without_classes_are_named() {
    Path missing = folder.resolve("flowers");
    assertThatThrownBy(() -> ClassFolders.read(missing))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            missing
                + ": there is no such folder; put the data set there, or correct its path in the"
                + " manifest");
    assertThatThrownBy(() -> ClassFolders.read(folder))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            folder
                + ": no classes: expected one folder of images (.jpg, .png, .gif, .bmp) per class");
  }
}
