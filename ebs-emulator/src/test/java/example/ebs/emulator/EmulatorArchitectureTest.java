package example.ebs.emulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

final class EmulatorArchitectureTest {
  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("example.ebs");

  @Test
  void usesNothingOfOurs() {
    Assertions.assertThat(classes)
        .isNotEmpty()
        .flatExtracting(JavaClass::getDirectDependenciesFromSelf)
        .map(dependency -> dependency.getTargetClass().getPackageName())
        .filteredOn(name -> name.startsWith("example.ebs"))
        .allMatch(name -> name.startsWith("example.ebs.emulator"));
  }

  @Test
  void processesStartInOnePlace() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..process..")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ProcessBuilder.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Runtime.class)
        .check(classes);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("example.ebs.emulator.(**)").should().beFreeOfCycles().check(classes);
    noClasses()
        .that()
        .resideInAPackage("example.ebs.emulator.*..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("example.ebs.emulator")
        .check(classes);
  }
}
