package io.transferstudy.study;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The rules of docs/architecture.md that a POM cannot say. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.transferstudy.study");

  @Test
  void it_depends_on_nothing_that_it_must_not_know() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.fabric8..", "io.javaoperatorsdk..", "ai.djl..", "io.micrometer..")
        .check(CLASSES);
  }

  @Test
  void packages_form_no_cycle() {
    slices().matching("io.transferstudy.study.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void every_package_is_null_marked() {
    assertThat(CLASSES.getPackage("io.transferstudy.study").getSubpackagesInTree())
        .filteredOn(each -> !each.getClasses().isEmpty())
        .isNotEmpty()
        .extracting(JavaPackage::getName, each -> each.isAnnotatedWith(NullMarked.class))
        .allSatisfy(row -> assertThat(row.toList()).as(row.toString()).contains(true));
  }

  @Test
  void only_one_package_knows_a_json_library() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.transferstudy.study.json..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.fasterxml..")
        .check(CLASSES);
  }

  @Test
  void it_touches_no_file_and_asks_no_clock() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "java.net..")
        .check(CLASSES);
    noClasses().should().callMethod(Instant.class, "now").check(CLASSES);
  }
}
