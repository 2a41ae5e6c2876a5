package example.ebs.command;

import example.ebs.csi.failure.Failure;
import example.ebs.local.model.LocalRoots;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What the administrator allows local volumes. */
final class LocalConfigOption {
  @Option(
      names = "--local-config",
      paramLabel = "FILE",
      description =
          "roots of local volumes, and which existing directories they may use, as JSON"
              + " (default: one root, and no existing directory)")
  private Optional<Path> file = Optional.empty();

  boolean isGiven() {
    return file.isPresent();
  }

  /** What the file says; without one, or where it is wrong, one root in that folder. */
  LocalRoots parse(Path folder, Problems problems) {
    if (file.isEmpty()) {
      return LocalRoots.standard(folder);
    }
    try {
      return LocalRoots.read(file.get(), folder);
    } catch (Failure.InvalidRequest wrong) {
      problems.add("--local-config: " + wrong.getMessage());
      return LocalRoots.standard(folder);
    }
  }
}
