package example.ebs.command;

import example.ebs.local.model.LocalRoots;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where everything of local volumes lies that nobody says otherwise of. */
final class LocalRootOption {
  private static final String NAME = "--local-root";

  @Option(
      names = NAME,
      paramLabel = "DIR",
      description =
          "the folder of local volumes, with hostpath and emptydir in it (default: /var/lib/ebs.example)")
  private Optional<String> folder = Optional.empty();

  boolean isGiven() {
    return folder.isPresent();
  }

  /** The folder; the usual one also where what was given is noted as a problem. */
  Path parse(Problems problems) {
    return problems.parse(NAME, folder, LocalRoots::folder).orElse(LocalRoots.DEFAULT_FOLDER);
  }
}
