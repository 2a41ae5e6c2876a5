package example.ebs.command;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What the Maven graph cannot say, over all modules that this one is put together from. */
final class CommandArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(
              "example.ebs.command",
              "example.ebs.controller",
              "example.ebs.node",
              "example.ebs.emulator");

  @Test
  void theServicesKnowNeitherEachOtherNorTheEmulator() {
    noServiceKnows("example.ebs.controller..", "example.ebs.node..");
    noServiceKnows("example.ebs.node..", "example.ebs.controller..");
    noServiceKnows("example.ebs.controller..", "example.ebs.emulator..");
    noServiceKnows("example.ebs.node..", "example.ebs.emulator..");
    noServiceKnows("example.ebs.emulator..", "example.ebs.csi..");
  }

  @Test
  void onlyTheFailurePackageNamesAStatus() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("io.grpc.Status")
        .check(CLASSES);
  }

  @Test
  void processesAreStartedInOnePackageOfAModule() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..process..")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ProcessBuilder.class)
        .check(CLASSES);
  }

  /** Every process loads all commands, and a node has neither the cloud's libraries nor these. */
  @Test
  void noCommandNamesTheKubernetesClient() {
    noClasses()
        .that()
        .haveNameMatching(".*(Command|Options)")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.fabric8..")
        .check(CLASSES);
  }

  @Test
  void packagesDoNotCallInCircles() {
    slices().matching("example.ebs.command.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  private static void noServiceKnows(String service, String other) {
    noClasses()
        .that()
        .resideInAPackage(service)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(other)
        .check(CLASSES);
  }
}
