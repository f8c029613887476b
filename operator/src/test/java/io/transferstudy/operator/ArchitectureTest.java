package io.transferstudy.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The rules of docs/architecture.md that a POM cannot say. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.transferstudy.operator");

  @Test
  void it_depends_on_nothing_that_it_must_not_know() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ai.djl..", "io.transferstudy.worker..")
        .check(CLASSES);
  }

  @Test
  void packages_form_no_cycle() {
    slices().matching("io.transferstudy.operator.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void every_package_is_null_marked() {
    assertThat(CLASSES.getPackage("io.transferstudy.operator").getSubpackagesInTree())
        .filteredOn(each -> !each.getClasses().isEmpty())
        .isNotEmpty()
        .extracting(JavaPackage::getName, each -> each.isAnnotatedWith(NullMarked.class))
        .allSatisfy(row -> assertThat(row.toList()).as(row.toString()).contains(true));
  }
}
