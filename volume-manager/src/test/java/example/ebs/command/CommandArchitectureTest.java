package example.ebs.command;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
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
              "example.ebs.local",
              "example.ebs.linux",
              "example.ebs.provisioner",
              "example.ebs.emulator");

  @Test
  void theServicesKnowNeitherEachOtherNorTheEmulator() {
    List<String> services = List.of("controller", "node", "local", "provisioner", "emulator");
    for (String service : services) {
      for (String other : services) {
        if (!other.equals(service)) {
          nothingKnows(service, other);
        }
      }
    }
    nothingKnows("emulator", "csi");
    nothingKnows("linux", "node");
    nothingKnows("linux", "local");
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

  /** Of local volumes the model is both sides'. */
  private static void nothingKnows(String module, String other) {
    noClasses()
        .that()
        .resideInAPackage("example.ebs." + module + "..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("example.ebs." + other + "..")
                .and(resideOutsideOfPackage("example.ebs.local.model")))
        .check(CLASSES);
  }
}
