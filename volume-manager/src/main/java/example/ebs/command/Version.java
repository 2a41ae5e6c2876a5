package example.ebs.command;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar. */
final class Version implements IVersionProvider {
  static String text() {
    return Optional.ofNullable(Ebs.class.getPackage().getImplementationVersion()).orElse("unbuilt");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"ebs " + text()};
  }
}
