package example.ebs.controller;

import static example.ebs.controller.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.controller.volume.EbsVolume;
import example.ebs.controller.volume.Encryption;
import example.ebs.controller.volume.NewVolume;
import example.ebs.controller.volume.VolumeState;
import example.ebs.controller.volume.VolumeType;
import example.ebs.csi.model.VolumeSize;
import example.ebs.csi.model.Zone;
import example.ebs.csi.model.ZoneTopology;
import example.ebs.proto.csi.CapacityRange;
import example.ebs.proto.csi.CreateVolumeRequest;
import example.ebs.proto.csi.Topology;
import example.ebs.proto.csi.TopologyRequirement;
import example.ebs.proto.csi.Volume;
import example.ebs.proto.csi.VolumeCapability.AccessMode.Mode;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What CreateVolume makes of what it is asked. */
final class CreateVolumeTest {
  private final FakeController controller = new FakeController();

  @AfterEach
  void stop() {
    controller.close();
  }

  @Test
  void withoutParametersItIsAPlainGp3() {
    create(Requests.create("plain", 7));
    NewVolume request = onlyRequest();
    assertThat(request.specification().type()).isEqualTo(new VolumeType.Gp3(3000, 125));
    assertThat(request.specification().encryption()).isEqualTo(new Encryption.AccountDefault());
    assertThat(request.zone()).isEqualTo(new Zone("us-east-1a"));
    assertThat(request.token()).hasSize(64);
  }

  @Test
  void parametersMayHaveAnyCaseAndAllArrive() {
    create(
        Requests.create("all", 100)
            .putAllParameters(
                Map.of("Type", "gp3", "IOPS", "5000", "Throughput", "500", "KmsKeyId", "k-1")));
    assertThat(onlyRequest().specification().type()).isEqualTo(new VolumeType.Gp3(5000, 500));
    assertThat(onlyRequest().specification().encryption()).isEqualTo(new Encryption.Key("k-1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"fstype", "fsType", "FSTYPE", "csi.storage.k8s.io/fstype"})
  void theFilesystemIsTakenUnderEveryNameThatClassesHaveForIt(String key) {
    assertThat(
            controller
                .stub()
                .createVolume(Requests.create("claim", 1).putParameters(key, "ext4").build()))
        .isNotNull();
  }

  @Test
  void aRatioIsHeldWithinTheTypesLimits() {
    create(ratio("small", 4));
    create(ratio("middle", 1000));
    create(ratio("large", 10_000));
    assertThat(controller.volumes.requests())
        .extracting(request -> request.specification().type())
        .containsExactly(
            new VolumeType.Io1(100), new VolumeType.Io1(10_000), new VolumeType.Io1(64_000));
  }

  @Test
  void tagsNameTheVolumeTheClusterAndTheClaim() {
    create(
        Requests.create("tagged", 1)
            .putAllParameters(
                Map.of(
                    "TagSpecification_1", "cost=a=b",
                    "csi.storage.k8s.io/pvc/name", "data",
                    "csi.storage.k8s.io/pvc/namespace", "shop",
                    "csi.storage.k8s.io/pv/name", "pvc-1")));
    assertThat(onlyRequest().tags())
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("CSIVolumeName", "tagged"),
                Map.entry("ebs.csi.aws.com/cluster", "true"),
                Map.entry("ebs.csi.aws.com/cluster-name", "blue"),
                Map.entry("ebs.example/cluster", "true"),
                Map.entry("ebs.example/cluster-name", "blue"),
                Map.entry("kubernetes.io/cluster/blue", "owned"),
                Map.entry("team", "storage"),
                Map.entry("cost", "a=b"),
                Map.entry("kubernetes.io/created-for/pvc/name", "data"),
                Map.entry("kubernetes.io/created-for/pvc/namespace", "shop"),
                Map.entry("kubernetes.io/created-for/pv/name", "pvc-1")));
  }

  @Test
  void aZoneByTheKeyOfTheEbsDriverIsUnderstoodAndAnsweredByTheCommonKey() {
    Topology ofEbs = Topology.newBuilder().putSegments(ZoneTopology.EBS_KEY, "us-east-1b").build();
    Volume volume =
        create(
            Requests.create("translated", 1)
                .setAccessibilityRequirements(
                    TopologyRequirement.newBuilder().addRequisite(ofEbs)));

    assertThat(volume.getAccessibleTopologyList()).containsExactly(Requests.zone("us-east-1b"));
  }

  @Test
  void sizesAreRoundedUpToWhatTheTypeHas() {
    assertThat(size(Requests.create("odd", 0).setCapacityRange(range(1, 0)))).isEqualTo(1);
    assertThat(size(Requests.create("none", 1).clearCapacityRange())).isEqualTo(100);
    assertThat(size(Requests.create("limit", 0).setCapacityRange(range(0, 9 * Requests.GIB + 1))))
        .isEqualTo(9);
    assertThat(size(Requests.create("least", 1).putParameters("type", "st1"))).isEqualTo(125);
  }

  @Test
  void theFirstPreferredZoneWinsAndTheFirstRequisiteNext() {
    TopologyRequirement.Builder zones =
        TopologyRequirement.newBuilder()
            .addRequisite(Requests.zone("us-east-1a"))
            .addRequisite(Requests.zone("us-east-1b"));
    create(Requests.create("requisite", 1).setAccessibilityRequirements(zones));
    create(
        Requests.create("preferred", 1)
            .setAccessibilityRequirements(zones.addPreferred(Requests.zone("us-east-1b"))));
    create(Requests.create("anywhere", 1).clearAccessibilityRequirements());
    assertThat(controller.volumes.all())
        .extracting(volume -> volume.zone().value())
        .containsExactly("us-east-1a", "us-east-1b", "us-east-1a");
  }

  @Test
  void manyNodesMayShareAnIo2Block() {
    CreateVolumeRequest.Builder request =
        Requests.create("shared", 10).putParameters("type", "io2").putParameters("iops", "100");
    create(request.setVolumeCapabilities(0, Requests.block(Mode.MULTI_NODE_MULTI_WRITER)));
    assertThat(onlyRequest().specification().multiAttach()).isTrue();
  }

  @Test
  void theSameNameIsTheSameVolumeAsLongAsItFits() {
    Volume first = create(Requests.create("same", 10));
    assertThat(create(Requests.create("same", 10))).isEqualTo(first);
    assertThat(create(Requests.create("same", 5))).isEqualTo(first);
    assertThat(controller.volumes.all()).hasSize(1);
  }

  @Test
  void theSameNameWithOtherWishesIsRefusedWithEachDifference() {
    create(Requests.create("same", 10));
    CreateVolumeRequest.Builder other =
        Requests.create("same", 20)
            .setAccessibilityRequirements(Requests.requisite("us-east-1b"))
            .putAllParameters(Map.of("type", "io2", "iops", "500", "encrypted", "true"))
            .setVolumeCapabilities(0, Requests.block(Mode.MULTI_NODE_MULTI_WRITER));
    assertRefused(
        () -> create(other),
        Status.Code.ALREADY_EXISTS,
        "size 10 GiB, wanted at least 20 GiB",
        "zone us-east-1a, wanted [us-east-1b]",
        "type gp3, wanted io2",
        "iops 3000, wanted 500",
        "not encrypted",
        "multi-attach false");
    assertRefused(
        () -> create(Requests.create("same", 1).setCapacityRange(range(1, 5 * Requests.GIB))),
        Status.Code.ALREADY_EXISTS,
        "at most 5 GiB");
  }

  @Test
  void ofTwoVolumesWithTheNameNoneIsTaken() {
    create(Requests.create("twin", 1));
    EbsVolume first = controller.volumes.all().getFirst();
    EbsVolume second =
        controller.volumes.add(
            new NewVolume(
                "other token", first.zone(), onlyRequest().specification(), onlyRequest().tags()));
    assertRefused(
        () -> create(Requests.create("twin", 1)),
        Status.Code.ALREADY_EXISTS,
        first.id().value(),
        second.id().value());
  }

  @Test
  void aVolumeOnItsWayOutFreesItsName() {
    create(Requests.create("again", 1));
    EbsVolume first = controller.volumes.all().getFirst();
    controller.volumes.become(first.id(), VolumeState.DELETING);
    Volume second = create(Requests.create("again", 1));
    assertThat(second.getVolumeId()).isNotEqualTo(first.id().value());
  }

  private Volume create(CreateVolumeRequest.Builder request) {
    return controller.stub().createVolume(request.build()).getVolume();
  }

  private NewVolume onlyRequest() {
    List<NewVolume> requests = controller.volumes.requests();
    assertThat(requests).hasSize(1);
    return requests.getFirst();
  }

  private long size(CreateVolumeRequest.Builder request) {
    return new VolumeSize(create(request).getCapacityBytes()).gibibytes();
  }

  private static CreateVolumeRequest.Builder ratio(String name, long gibibytes) {
    return Requests.create(name, gibibytes)
        .putParameters("type", "io1")
        .putParameters("iopsPerGB", "10");
  }

  private static CapacityRange range(long required, long limit) {
    return CapacityRange.newBuilder().setRequiredBytes(required).setLimitBytes(limit).build();
  }
}
