package example.ebs.provisioner.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import example.ebs.proto.csi.CapacityRange;
import example.ebs.proto.csi.ControllerServiceCapability.RPC;
import example.ebs.proto.csi.CreateVolumeRequest;
import example.ebs.proto.csi.Topology;
import example.ebs.proto.csi.TopologyRequirement;
import example.ebs.proto.csi.VolumeCapability;
import example.ebs.proto.csi.VolumeCapability.AccessMode.Mode;
import example.ebs.provisioner.Given;
import example.ebs.provisioner.topology.Requirement;
import example.ebs.provisioner.topology.Segment;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ClaimTranslatorTest {
  private static final PersistentVolumeClaim CLAIM = Given.claim("data", "class");
  private static final StorageClass CLASS =
      new StorageClassBuilder(Given.waiting("class"))
          .withParameters(Map.of("type", "gp3", "csi.storage.k8s.io/fstype", "xfs"))
          .withMountOptions("noatime", "nodiratime")
          .build();
  private static final ClaimTranslator TRANSLATOR = new ClaimTranslator(false, _ -> true);

  @Test
  void aClaimBecomesTheRequestThatTheSidecarWouldSend() {
    assertThat(request(CLAIM))
        .isEqualTo(
            CreateVolumeRequest.newBuilder()
                .setName("pvc-uid-of-data")
                .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(1L << 30))
                .putParameters("type", "gp3")
                .addVolumeCapabilities(
                    VolumeCapability.newBuilder()
                        .setMount(
                            VolumeCapability.MountVolume.newBuilder()
                                .setFsType("xfs")
                                .addMountFlags("noatime")
                                .addMountFlags("nodiratime"))
                        .setAccessMode(
                            VolumeCapability.AccessMode.newBuilder()
                                .setMode(Mode.SINGLE_NODE_MULTI_WRITER)))
                .build());
  }

  @Test
  void aBlockVolumeHasNoFilesystemAndNoMountOptions() {
    VolumeCapability capability =
        request(
                new PersistentVolumeClaimBuilder(CLAIM)
                    .editSpec()
                    .withVolumeMode("Block")
                    .endSpec()
                    .build())
            .getVolumeCapabilities(0);
    assertThat(capability.hasBlock()).isTrue();
    assertThat(capability.hasMount()).isFalse();
  }

  @Test
  void eachAccessModeIsACapabilityOfItsOwn() {
    PersistentVolumeClaim claim =
        new PersistentVolumeClaimBuilder(CLAIM)
            .editSpec()
            .withAccessModes("ReadWriteOnce", "ReadWriteMany")
            .endSpec()
            .build();
    assertThat(request(claim).getVolumeCapabilitiesList())
        .extracting(capability -> capability.getAccessMode().getMode())
        .containsExactly(Mode.SINGLE_NODE_MULTI_WRITER, Mode.MULTI_NODE_MULTI_WRITER);
  }

  @Test
  void theNamesOfClaimAndVolumeGoAlongWhereTheDriverWantsThem() {
    assertThat(
            new ClaimTranslator(true, _ -> true)
                .request(CLAIM, CLASS, Requirement.none())
                .getParametersMap())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "type", "gp3",
                "csi.storage.k8s.io/pvc/name", "data",
                "csi.storage.k8s.io/pvc/namespace", "default",
                "csi.storage.k8s.io/pv/name", "pvc-uid-of-data"));
  }

  @Test
  void theBestPlaceIsPreferredAndEveryPlaceAllowed() {
    Segment best = Segment.of(Map.of(Given.ZONE, "b"));
    Segment other = Segment.of(Map.of(Given.ZONE, "a"));
    assertThat(
            TRANSLATOR
                .request(CLAIM, CLASS, new Requirement(List.of(best, other)))
                .getAccessibilityRequirements())
        .isEqualTo(
            TopologyRequirement.newBuilder()
                .addPreferred(zone("b"))
                .addPreferred(zone("a"))
                .addRequisite(zone("a"))
                .addRequisite(zone("b"))
                .build());
    assertThat(request(CLAIM).hasAccessibilityRequirements()).isFalse();
  }

  private static Topology zone(String name) {
    return Topology.newBuilder().putSegments(Given.ZONE, name).build();
  }

  @ParameterizedTest
  @CsvSource({"1Gi, 1073741824", "1.5Gi, 1610612736", "1G, 1000000000", "1100m, 2", "7, 7"})
  void aSizeIsBytesRoundedUp(String asked, long bytes) {
    assertThat(request(sized(asked)).getCapacityRange().getRequiredBytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1Gi", "10Ei"})
  void whatIsNoSizeIsRefused(String asked) {
    assertThatThrownBy(() -> request(sized(asked)))
        .isInstanceOf(Failure.InvalidRequest.class)
        .hasMessageContaining(asked);
  }

  @Test
  void theClaimsLimitIsTheDriversLimit() {
    assertThat(request(limited("1536Mi")).getCapacityRange())
        .isEqualTo(
            CapacityRange.newBuilder().setRequiredBytes(1L << 30).setLimitBytes(3L << 29).build());
    assertThatThrownBy(() -> request(limited("1023Mi")))
        .isInstanceOf(Failure.InvalidRequest.class)
        .hasMessageContaining("resources.limits.storage");
  }

  private static PersistentVolumeClaim limited(String size) {
    return new PersistentVolumeClaimBuilder(CLAIM)
        .editSpec()
        .editResources()
        .withLimits(Map.of("storage", new Quantity(size)))
        .endResources()
        .endSpec()
        .build();
  }

  /** The volume would be made, and then attached to no node for ever. */
  @Test
  void accessModesThatNoAttachmentCanHaveTogetherAreRefusedBeforeTheVolumeIsMade() {
    PersistentVolumeClaim claim =
        new PersistentVolumeClaimBuilder(CLAIM)
            .editSpec()
            .withAccessModes("ReadWriteOnce", "ReadOnlyMany")
            .endSpec()
            .build();
    assertThatThrownBy(() -> request(claim))
        .isInstanceOf(Failure.InvalidRequest.class)
        .hasMessageContaining("contradict");
    ClaimTranslator withoutAttachments =
        new ClaimTranslator(false, type -> type != RPC.Type.PUBLISH_UNPUBLISH_VOLUME);
    assertThat(
            withoutAttachments
                .request(claim, CLASS, Requirement.none())
                .getVolumeCapabilitiesCount())
        .isEqualTo(2);
  }

  private static PersistentVolumeClaim sized(String size) {
    return new PersistentVolumeClaimBuilder(CLAIM)
        .editSpec()
        .editResources()
        .withRequests(Map.of("storage", new Quantity(size)))
        .endResources()
        .endSpec()
        .build();
  }

  @ParameterizedTest
  @MethodSource("impossible")
  void whatCannotBeHadIsRefusedBecauseAnEmptyVolumeInItsPlaceWouldBeWorse(
      PersistentVolumeClaim claim, String said) {
    assertThatThrownBy(() -> request(claim))
        .isInstanceOf(Failure.InvalidRequest.class)
        .hasMessageContaining(said);
  }

  static Stream<Object[]> impossible() {
    return Stream.of(
        new Object[] {
          new PersistentVolumeClaimBuilder(CLAIM)
              .editSpec()
              .withNewSelector()
              .addToMatchLabels("a", "b")
              .endSelector()
              .endSpec()
              .build(),
          "selector"
        },
        new Object[] {
          new PersistentVolumeClaimBuilder(CLAIM)
              .editSpec()
              .withNewDataSource("snapshot.storage.k8s.io", "VolumeSnapshot", "before")
              .endSpec()
              .build(),
          "snapshot"
        },
        new Object[] {
          new PersistentVolumeClaimBuilder(CLAIM)
              .editSpec()
              .withNewDataSourceRef("", "PersistentVolumeClaim", "source", "default")
              .endSpec()
              .build(),
          "another claim"
        });
  }

  private static CreateVolumeRequest request(PersistentVolumeClaim claim) {
    return TRANSLATOR.request(claim, CLASS, Requirement.none());
  }
}
