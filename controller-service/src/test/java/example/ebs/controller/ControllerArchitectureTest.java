package example.ebs.controller;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ControllerArchitectureTest {
  private static final String ROOT = "example.ebs.controller";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  static Stream<ArchRule> rules() {
    return Stream.of(
        noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".ec2..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon.."),
        noClasses().should().dependOnClassesThat().haveFullyQualifiedName("io.grpc.Status"),
        apart("volume", "attachment"),
        apart("attachment", "volume"),
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles());
  }

  @ParameterizedTest
  @MethodSource("rules")
  void holds(ArchRule rule) {
    assertThatCode(() -> rule.check(CLASSES)).doesNotThrowAnyException();
  }

  private static ArchRule apart(String feature, String other) {
    return noClasses()
        .that()
        .resideInAPackage(ROOT + "." + feature + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + "." + other + "..", ROOT + ".ec2..");
  }
}
