package example.ebs.controller.volume;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares a volume with what a class says, as far as EC2 tells of it; pure. */
record ClassComparison(EbsVolume volume, ValidateVolume asked, StorageClassParameters wanted) {
  private static final Set<String> PERFORMANCE = Set.of("type", "iops", "iopspergb", "throughput");

  /**
   * Begins it.
   *
   * @throws example.ebs.csi.failure.Failure.InvalidRequest when no class can say that
   */
  static ClassComparison of(EbsVolume volume, ValidateVolume asked) {
    return new ClassComparison(
        volume, asked, StorageClassParameters.parse(asked.parameters(), asked.mutableParameters()));
  }

  Validation result() {
    List<String> differences =
        Stream.of(
                asks(PERFORMANCE) ? performance() : List.<String>of(),
                Differences.ofEncryption(volume.traits(), wanted.encryption()))
            .flatMap(List::stream)
            .toList();
    return differences.isEmpty()
        ? confirmed()
        : new Validation.Refused(
            "volume %s differs from what the parameters say: %s"
                .formatted(volume.id(), String.join("; ", differences)));
  }

  /** What the class of attributes says of performance was compared in place of the other's word. */
  private Validation.Confirmed confirmed() {
    Set<String> told = told();
    Map<String, String> mutable = named(told, asked.mutableParameters());
    if (!mutable.isEmpty()) {
      told.removeAll(PERFORMANCE);
    }
    return new Validation.Confirmed(named(told, asked.parameters()), mutable);
  }

  private List<String> performance() {
    return Differences.ofPerformance(
        volume.traits(), wanted.performance().forSize(volume.size().gibibytes()));
  }

  /** The parameters that EC2's description of the volume answers for, in lower case. */
  private Set<String> told() {
    Set<String> told = new HashSet<>(Set.of("type"));
    volume.traits().iops().ifPresent(_ -> told.addAll(Set.of("iops", "iopspergb")));
    volume.traits().throughput().ifPresent(_ -> told.add("throughput"));
    switch (wanted.encryption()) {
      case Encryption.AccountDefault _ -> {}
      case Encryption.DefaultKey _ -> told.add("encrypted");
      case Encryption.Key key -> {
        told.add("encrypted");
        volume.traits().kmsKey().filter(_ -> !key.isAlias()).ifPresent(_ -> told.add("kmskeyid"));
      }
    }
    return told;
  }

  private boolean asks(Set<String> lowerCase) {
    return !named(lowerCase, asked.parameters()).isEmpty()
        || !named(lowerCase, asked.mutableParameters()).isEmpty();
  }

  private static Map<String, String> named(Set<String> lowerCase, Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .filter(each -> lowerCase.contains(each.getKey().toLowerCase(Locale.ROOT)))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
