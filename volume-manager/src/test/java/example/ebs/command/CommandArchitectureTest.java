package example.ebs.command;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the Maven graph cannot say, over all modules that this one is put together from. */
final class CommandArchitectureTest {
  private static final String ROOT = "example.ebs";

  /** Everything that is written here, and not what is generated from the wire definitions. */
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .withImportOption(location -> !location.contains("/example/ebs/proto/"))
          .importPackages(ROOT);

  /** What the others stand on; every other module is a service. */
  private static final Set<String> GROUND = Set.of("csi", "linux", "command");

  @Test
  void theServicesKnowNeitherEachOtherNorTheEmulator() {
    Set<String> services = new TreeSet<>(modules());
    services.removeAll(GROUND);
    assertThat(services).contains("controller", "node", "local", "provisioner", "emulator");
    for (String service : services) {
      services.stream()
          .filter(other -> !other.equals(service))
          .forEach(other -> nothingKnows(service, other));
      nothingKnows("csi", service);
      nothingKnows("linux", service);
    }
    nothingKnows("emulator", "csi");
  }

  @Test
  void onlyTheFailurePackageNamesAStatus() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".csi.failure")
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

  /** The first names below the root package: one for each module, but for the local ones. */
  private static Set<String> modules() {
    return CLASSES.stream()
        .map(each -> each.getPackageName().replaceFirst("example\\.ebs\\.(\\w+).*", "$1"))
        .collect(Collectors.toSet());
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
