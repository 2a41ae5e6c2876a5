package example.ebs.csi;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What the Maven graph cannot say. */
final class RuntimeArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("example.ebs.csi");

  @Test
  void onlyTheFailurePackageNamesAStatus() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..failure..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("io.grpc.Status")
        .check(CLASSES);
  }

  @Test
  void packagesDoNotCallInCircles() {
    slices().matching("example.ebs.csi.(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
