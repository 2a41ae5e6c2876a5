package example.ebs.local;

import example.ebs.linux.NodeDriverRules;

final class LocalArchitectureTest extends NodeDriverRules {
  LocalArchitectureTest() {
    super("example.ebs.local");
  }
}
