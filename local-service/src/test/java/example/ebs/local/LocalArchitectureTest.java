package example.ebs.local;

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
final class LocalArchitectureTest {
  private static final String ROOT = "example.ebs.local";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void processesAndSystemCallsAreTheLinuxModulesAlone() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jnr..", "com.kenai..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(ProcessBuilder.class, Process.class)
        .check(CLASSES);
  }

  @Test
  void nobodyNamesAStatus() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching("io\\.grpc\\.Status(RuntimeException)?")
        .check(CLASSES);
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
  void packagesFormNoCycle() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
