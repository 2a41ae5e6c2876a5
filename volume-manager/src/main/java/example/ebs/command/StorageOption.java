package example.ebs.command;

import java.util.List;
import picocli.CommandLine.Option;

/** Which volumes a process serves. */
final class StorageOption {
  /** A kind of volume. */
  enum Kind {
    /** Amazon EBS. */
    EBS,
    /** Directories of nodes. */
    LOCAL
  }

  @Option(
      names = "--storage",
      paramLabel = "KIND",
      split = ",",
      description =
          "what to serve: ebs, local or ebs,local (default: ebs); local alone needs nothing of AWS")
  private List<Kind> kinds = List.of(Kind.EBS);

  boolean servesEbs() {
    return kinds.contains(Kind.EBS);
  }

  boolean servesLocal() {
    return kinds.contains(Kind.LOCAL);
  }
}
