package example.ebs.controller.volume;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeSize;
import example.ebs.csi.model.Zone;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Rules that hold for every size, zone and parameter. */
final class VolumeProperties {
  @Property(tries = 500)
  void aSizeHoldsWhatWasAskedForAndFitsTypeAndLimit(
      @ForAll VolumeLimits limits,
      @ForAll @LongRange(min = 1, max = 1L << 47) long required,
      @ForAll @LongRange(min = 0, max = 1L << 47) long limit) {
    CapacityRequest request = CapacityRequest.parse(required, limit);
    try {
      VolumeSize size = request.size(limits);
      assertThat(size).isEqualTo(size.roundedUp());
      assertThat(request.allows(size)).isTrue();
      assertThat(size.gibibytes()).isBetween(limits.least(), limits.most());
    } catch (Failure.OutOfRange _) {
      long smallest = Math.max(limits.least(), new VolumeSize(required).gibibytes());
      assertThat(smallest > limits.most() || (limit > 0 && limit < smallest << 30)).isTrue();
    }
  }

  @Property(tries = 500)
  void aChosenZoneIsAlwaysAnAllowedOne(
      @ForAll("zones") List<Zone> requisite, @ForAll("zones") List<Zone> preferred) {
    ZoneRequest request = new ZoneRequest(requisite, preferred);
    Optional<Zone> chosen = ZoneChoice.choose(request);
    assertThat(chosen.isEmpty()).isEqualTo(requisite.isEmpty() && preferred.isEmpty());
    chosen.ifPresent(zone -> assertThat(request.allows(zone)).isTrue());
    preferred.stream()
        .filter(request::allows)
        .findFirst()
        .ifPresent(first -> assertThat(chosen).contains(first));
  }

  @Property(tries = 500)
  void iopsFromARatioAreAlwaysWhatTheTypeAllows(
      @ForAll("provisioned") VolumeLimits limits,
      @ForAll @IntRange(min = 1, max = 50) int ratio,
      @ForAll @LongRange(min = 1, max = 16_384) long asked) {
    long gibibytes = Math.max(asked, limits.least());
    OptionalInt iops =
        new PerformanceRequest(
                limits, OptionalInt.empty(), OptionalInt.of(ratio), OptionalInt.empty())
            .forSize(gibibytes)
            .iops();
    VolumeLimits.Iops allowed = limits.iops().orElseThrow();
    assertThat(iops.orElseThrow()).isBetween(allowed.least(), allowed.most(gibibytes));
  }

  @Property(tries = 300)
  void anyParametersAreParsedOrRefusedAndNothingElse(
      @ForAll("parameters") Map<String, String> parameters) {
    try {
      assertThat(StorageClassParameters.parse(parameters, Map.of()).tags().size())
          .isLessThanOrEqualTo(parameters.size());
    } catch (Failure.InvalidRequest refused) {
      assertThat(refused.getMessage()).isNotBlank();
    }
  }

  @Provide
  Arbitrary<List<Zone>> zones() {
    return Arbitraries.of("a", "b", "c", "d").map(Zone::new).list().uniqueElements().ofMaxSize(4);
  }

  @Provide
  Arbitrary<VolumeLimits> provisioned() {
    return Arbitraries.of(VolumeLimits.GP3, VolumeLimits.IO1, VolumeLimits.IO2);
  }

  @Provide
  Arbitrary<Map<String, String>> parameters() {
    Arbitrary<String> keys =
        Arbitraries.oneOf(
            Arbitraries.of(
                "type",
                "iops",
                "IOPS",
                "iopsPerGB",
                "throughput",
                "encrypted",
                "kmsKeyId",
                "tagSpecification_1",
                "csi.storage.k8s.io/fstype",
                "csi.storage.k8s.io/pv/name"),
            Arbitraries.strings().ofMaxLength(12));
    Arbitrary<String> values =
        Arbitraries.oneOf(
            Arbitraries.of("gp3", "io1", "100", "true", "false", "a=b", "ext4"),
            Arbitraries.strings().ofMaxLength(12));
    return Arbitraries.maps(keys, values).ofMaxSize(5);
  }
}
