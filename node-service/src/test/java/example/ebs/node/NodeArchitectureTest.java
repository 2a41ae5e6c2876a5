package example.ebs.node;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import example.ebs.linux.NodeDriverRules;
import org.junit.jupiter.api.Test;

final class NodeArchitectureTest extends NodeDriverRules {
  NodeArchitectureTest() {
    super("example.ebs.node");
  }

  @Test
  void featuresMeetOnlyAtTheEdge() {
    for (String feature : new String[] {"stage", "publish", "instance"}) {
      noClasses()
          .that()
          .resideOutsideOfPackages(root, root + "." + feature)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(root + "." + feature)
          .check(all);
    }
  }
}
