package example.ebs.node;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import example.ebs.csi.server.WorksOnVolumes;
import io.grpc.BindableService;
import org.junit.jupiter.api.Test;

/** What Maven cannot say about who may use what. */
final class NodeArchitectureTest {
  private static final String ROOT = "example.ebs.node";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void processesAndSystemCallsAreTheLinuxModulesAlone() {
    onlyIn("nowhere", "java.lang.ProcessBuilder", "java.lang.Process");
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jnr..", "com.kenai..")
        .check(CLASSES);
  }

  @Test
  void nobodyNamesAStatus() {
    onlyIn("nowhere", "io.grpc.Status", "io.grpc.StatusRuntimeException");
  }

  @Test
  void aServiceWhoseCallsMayHangHasThreadsForThem() {
    classes()
        .that()
        .areAssignableTo(BindableService.class)
        .should()
        .implement(WorksOnVolumes.class)
        .check(CLASSES);
  }

  @Test
  void featuresMeetOnlyAtTheEdge() {
    for (String feature : new String[] {"stage", "publish", "instance"}) {
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT, ROOT + "." + feature)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "." + feature)
          .check(CLASSES);
    }
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  private static void onlyIn(String place, String... types) {
    for (String type : types) {
      noClasses()
          .that()
          .resideOutsideOfPackage(place)
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName(type)
          .check(CLASSES);
    }
  }
}
