package example.ebs.linux;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import example.ebs.csi.server.WorksOnVolumes;
import io.grpc.BindableService;
import org.junit.jupiter.api.Test;

/** What Maven cannot say about who may use what in a driver that works on a node. */
public abstract class NodeDriverRules {
  protected final String root;
  protected final JavaClasses all;

  protected NodeDriverRules(String root) {
    this.root = root;
    this.all =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(root);
  }

  @Test
  void processesAndSystemCallsAreTheLinuxModulesAlone() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(ProcessBuilder.class, Process.class)
        .check(all);
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jnr..", "com.kenai..")
        .check(all);
  }

  @Test
  void nobodyNamesAStatus() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching("io\\.grpc\\.Status(RuntimeException)?")
        .check(all);
  }

  @Test
  void aServiceWhoseCallsMayHangHasThreadsForThem() {
    classes()
        .that()
        .areAssignableTo(BindableService.class)
        .should()
        .implement(WorksOnVolumes.class)
        .check(all);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching(root + ".(*)..").should().beFreeOfCycles().check(all);
  }
}
