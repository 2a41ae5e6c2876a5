package example.ebs.controller.volume;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** In what an existing volume is not the one that was asked for. */
final class Differences {
  private final List<String> found = new ArrayList<>();

  private Differences() {}

  /** One phrase for each difference, empty when the volume will do. */
  static List<String> between(EbsVolume existing, CreateVolume wanted) {
    Differences differences = new Differences();
    differences.place(existing, wanted);
    differences.performance(existing.traits(), wanted.specification().type());
    differences.encryption(existing.traits(), wanted.specification().encryption());
    return List.copyOf(differences.found);
  }

  /** The same of the type and what is chosen with it alone. */
  static List<String> ofPerformance(VolumeTraits existing, VolumeType wanted) {
    Differences differences = new Differences();
    differences.performance(existing, wanted);
    return List.copyOf(differences.found);
  }

  /** The same of the encryption alone. */
  static List<String> ofEncryption(VolumeTraits existing, Encryption wanted) {
    Differences differences = new Differences();
    differences.encryption(existing, wanted);
    return List.copyOf(differences.found);
  }

  private void place(EbsVolume existing, CreateVolume wanted) {
    unless(
        wanted.capacity().allows(existing.size()),
        "size " + existing.size() + ", wanted " + wanted.capacity());
    unless(
        wanted.zones().allows(existing.zone()),
        "zone " + existing.zone() + ", wanted " + wanted.zones().allowed());
    boolean multiAttach = wanted.specification().multiAttach();
    unless(
        existing.traits().multiAttach() == multiAttach,
        "multi-attach " + existing.traits().multiAttach() + ", wanted " + multiAttach);
  }

  private void performance(VolumeTraits existing, VolumeType wanted) {
    String type = wanted.limits().type();
    unless(existing.type().equals(type), "type " + existing.type() + ", wanted " + type);
    number("iops", existing.iops(), wanted.iops());
    number("throughput", existing.throughput(), wanted.throughput());
  }

  /** What EC2 does not report, or nobody asked for, makes no difference. */
  private void number(String what, OptionalInt existing, OptionalInt wanted) {
    unless(
        existing.isEmpty() || wanted.isEmpty() || existing.equals(wanted),
        what + " " + existing.orElse(0) + ", wanted " + wanted.orElse(0));
  }

  private void encryption(VolumeTraits existing, Encryption wanted) {
    switch (wanted) {
      case Encryption.AccountDefault _ -> {}
      case Encryption.DefaultKey _ ->
          unless(existing.encrypted(), "not encrypted, wanted encrypted");
      case Encryption.Key key -> {
        unless(existing.encrypted(), "not encrypted, wanted encrypted");
        unless(mayBe(existing, key), "encrypted with another key than " + key.id());
      }
    }
  }

  /** EC2 reports a key's ARN, so an alias tells nothing and is believed. */
  private static boolean mayBe(VolumeTraits existing, Encryption.Key key) {
    String id = key.id().substring(key.id().lastIndexOf('/') + 1);
    return key.isAlias() || existing.kmsKey().map(arn -> arn.endsWith(id)).orElse(true);
  }

  private void unless(boolean same, String difference) {
    if (!same) {
      found.add(difference);
    }
  }
}
