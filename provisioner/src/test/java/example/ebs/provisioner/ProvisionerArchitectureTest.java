package example.ebs.provisioner;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ProvisionerArchitectureTest {
  private static final String ROOT = "example.ebs.provisioner";
  private static final List<String> FEATURES =
      List.of("claim", "reclaim", "capacity", "attachment");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  static Stream<ArchRule> rules() {
    return Stream.concat(
        FEATURES.stream().map(ProvisionerArchitectureTest::apart),
        Stream.of(
            noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".local..", ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".local.."),
            noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("io\\.grpc\\.Status(Runtime)?(Exception)?"),
            noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".csi..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("example\\.ebs\\.proto\\.csi\\..*Grpc.*"),
            noClasses()
                .that()
                .haveNameMatching(".*(Decision|Choice|Reconciler|Places|Rule)")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("io\\.fabric8\\.kubernetes\\.api\\.model\\..*Builder"),
            slices().matching(ROOT + ".(*)..").should().beFreeOfCycles()));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void holds(ArchRule rule) {
    assertThatCode(() -> rule.check(CLASSES)).doesNotThrowAnyException();
  }

  private static ArchRule apart(String feature) {
    return noClasses()
        .that()
        .resideInAPackage(ROOT + "." + feature + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            FEATURES.stream()
                .filter(other -> !other.equals(feature))
                .map(other -> ROOT + "." + other + "..")
                .toArray(String[]::new))
        .allowEmptyShould(true);
  }
}
