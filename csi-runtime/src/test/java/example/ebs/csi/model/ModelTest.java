package example.ebs.csi.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelTest {
  @ParameterizedTest
  @ValueSource(strings = {"vol-0123456789abcdef0", "vol-0123abcd"})
  void volumeIdsOldAndNewAreRead(String text) {
    assertThat(VolumeId.parse(text)).map(VolumeId::value).contains(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "vol-",
        "vol-0123456789ABCDEF0",
        "fake-vol-id",
        "vol-0123456789abcdef0/..",
        "vol-0123456789abcdef01"
      })
  void whatIsNoVolumeIdNamesNoVolume(String text) {
    assertThat(VolumeId.parse(text)).isEmpty();
  }

  @Test
  void theNvmeSerialIsTheIdWithoutItsDash() {
    assertThat(new VolumeId("vol-0123456789abcdef0").serial()).isEqualTo("vol0123456789abcdef0");
  }

  @Property
  void aSizeIsRoundedUpByLessThanOneGib(@ForAll @LongRange(max = 1L << 50) long bytes) {
    VolumeSize size = new VolumeSize(bytes);

    assertThat(size.roundedUp()).isGreaterThanOrEqualTo(size);
    assertThat(size.roundedUp().bytes() - bytes).isBetween(0L, (1L << 30) - 1);
    assertThat(size.roundedUp()).isEqualTo(VolumeSize.ofGibibytes(size.gibibytes()));
  }

  @Test
  void aSizeReadsAsAPersonWritesIt() {
    assertThat(VolumeSize.ofGibibytes(4)).hasToString("4 GiB");
    assertThat(new VolumeSize(0)).hasToString("0 GiB");
    assertThat(new VolumeSize(32L << 20)).hasToString("32 MiB");
    assertThat(new VolumeSize(5)).hasToString("5 bytes");
    assertThat(new VolumeSize(612_345_678)).hasToString("612345678 bytes (584.0 MiB)");
    assertThat(new VolumeSize(65_345_802_241L)).hasToString("65345802241 bytes (60.9 GiB)");
  }

  @Test
  void thePublishContextSurvivesItsTrip() {
    PublishContext context = new PublishContext("/dev/xvdaa");

    assertThat(PublishContext.fromMap(context.toMap())).isEqualTo(context);
  }

  @Test
  void aPublishContextWithoutDevicePathIsTheCallersMistake() {
    assertThatThrownBy(() -> PublishContext.fromMap(Map.of("device", "/dev/mock")))
        .isInstanceOf(Failure.InvalidRequest.class)
        .hasMessageContaining("devicePath");
  }

  @Test
  void aZoneSurvivesItsTripAndForeignSegmentsAreIgnored() {
    Zone zone = new Zone("us-east-1a");

    assertThat(ZoneTopology.fromMap(new ZoneTopology(zone).toMap())).contains(zone);
    assertThat(ZoneTopology.fromMap(Map.of("rack", "7"))).isEmpty();
  }

  @Test
  void aZoneIsKnownByTheKeyOfTheEbsDriverToo() {
    Zone zone = new Zone("us-east-1a");
    Map<String, String> both = new ZoneTopology(zone).ofNode("ebs.csi.aws.com");

    assertThat(both)
        .containsOnlyKeys("topology.kubernetes.io/zone", "topology.ebs.csi.aws.com/zone");
    assertThat(ZoneTopology.fromMap(both)).contains(zone);
    assertThat(ZoneTopology.fromMap(Map.of("topology.ebs.csi.aws.com/zone", "us-east-1a")))
        .contains(zone);
    assertThat(new ZoneTopology(zone).ofNode("ebs.example"))
        .containsOnlyKeys("topology.kubernetes.io/zone");
  }

  @Test
  void twoKeysThatNameTwoZonesAreRefused() {
    Map<String, String> segments =
        Map.of("topology.kubernetes.io/zone", "a", "topology.ebs.csi.aws.com/zone", "b");

    assertThatThrownBy(() -> ZoneTopology.fromMap(segments))
        .isInstanceOf(Failure.InvalidRequest.class)
        .hasMessageContaining("two zones");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "00"})
  void noPartitionIsTheWholeDevice(String text) {
    assertThat(VolumeContext.fromMap(Map.of("partition", text)).partition()).isEmpty();
  }

  @Test
  void aPartitionIsANumberAndForeignKeysAreIgnored() {
    Map<String, String> map =
        Map.of(
            "partition", "3",
            "csi.storage.k8s.io/pod.name", "web",
            "storage.kubernetes.io/csiProvisionerIdentity", "x",
            "fsType", "ext4");

    assertThat(VolumeContext.fromMap(map).partition()).hasValue(3);
    assertThat(VolumeContext.fromMap(Map.of()).partition()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "one", "1.0", " 1", "99999999999", "../1"})
  void whatIsNoPartitionNumberIsTheCallersMistake(String text) {
    assertThatThrownBy(() -> VolumeContext.fromMap(Map.of("partition", text)))
        .isInstanceOf(Failure.InvalidRequest.class)
        .hasMessageContaining("partition");
  }

  @Test
  void mountFlagsAreNotPrinted() {
    VolumeCapability.Mount mount = new VolumeCapability.Mount("ext4", List.of("password=hunter2"));

    assertThat(mount.toString()).contains("ext4").doesNotContain("hunter2");
  }
}
