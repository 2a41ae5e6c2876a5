package example.ebs.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateVolumeResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.Volume;
import software.amazon.awssdk.services.ec2.model.VolumeAttachmentState;
import software.amazon.awssdk.services.ec2.model.VolumeState;
import software.amazon.awssdk.services.ec2.model.VolumeType;

final class EmulatorSdkTest {
  @TempDir Path directory;
  private Emulator emulator;
  private Ec2Client ec2;

  @BeforeEach
  void start() throws IOException {
    emulator =
        Emulator.start(
            EmulatorConfig.defaults(directory)
                .withDevices(DeviceKind.NONE)
                .withLatency(Latency.NONE));
    ec2 = Clients.of(emulator);
  }

  @AfterEach
  void stop() {
    ec2.close();
    emulator.close();
  }

  private CreateVolumeResponse create() {
    return ec2.createVolume(
        request ->
            request
                .availabilityZone("us-east-1a")
                .size(8)
                .volumeType(VolumeType.GP3)
                .tagSpecifications(
                    TagSpecification.builder()
                        .resourceType(ResourceType.VOLUME)
                        .tags(tag("CSIVolumeName", "pvc-1"))
                        .build()));
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private Volume volume(String id) {
    return ec2.describeVolumes(request -> request.volumeIds(id)).volumes().getFirst();
  }

  private Instance instance(String id) {
    return ec2.describeInstances(request -> request.instanceIds(id))
        .reservations()
        .getFirst()
        .instances()
        .getFirst();
  }

  @Test
  void aVolumeGoesThroughItsLife() {
    CreateVolumeResponse created = create();
    String id = created.volumeId();
    assertThat(created.state()).isEqualTo(VolumeState.CREATING);
    assertThat(created.createTime()).isNotNull();
    assertThat(volume(id).state()).isEqualTo(VolumeState.AVAILABLE);
    assertThat(volume(id).tags()).containsExactly(tag("CSIVolumeName", "pvc-1"));
    String node = emulator.runInstance("us-east-1a", "m5.large");

    assertThat(ec2.attachVolume(r -> r.volumeId(id).instanceId(node).device("/dev/xvdaa")).state())
        .isEqualTo(VolumeAttachmentState.ATTACHING);
    assertThat(volume(id).attachments().getFirst().state())
        .isEqualTo(VolumeAttachmentState.ATTACHED);
    assertThat(instance(node).blockDeviceMappings())
        .anyMatch(mapping -> mapping.ebs().volumeId().equals(id));
    assertThat(ec2.detachVolume(r -> r.volumeId(id).instanceId(node)).state())
        .isEqualTo(VolumeAttachmentState.DETACHING);
    assertThat(volume(id).state()).isEqualTo(VolumeState.AVAILABLE);
    ec2.deleteVolume(r -> r.volumeId(id));
    assertThat(refused(() -> volume(id)).awsErrorDetails().errorMessage())
        .isEqualTo("The volume '" + id + "' does not exist.");
  }

  @Test
  void anInstanceGoesThroughItsLife() {
    String id =
        ec2.runInstances(
                r ->
                    r.imageId("ami-1")
                        .instanceType(InstanceType.M5_LARGE)
                        .minCount(1)
                        .maxCount(1)
                        .placement(place -> place.availabilityZone("us-east-1b")))
            .instances()
            .getFirst()
            .instanceId();
    assertThat(instance(id).placement().availabilityZone()).isEqualTo("us-east-1b");
    assertThat(instance(id).state().name()).isEqualTo(InstanceStateName.RUNNING);
    assertThat(
            ec2.stopInstances(r -> r.instanceIds(id))
                .stoppingInstances()
                .getFirst()
                .currentState()
                .name())
        .isEqualTo(InstanceStateName.STOPPING);
    ec2.startInstances(r -> r.instanceIds(id));
    assertThat(instance(id).state().name()).isEqualTo(InstanceStateName.RUNNING);
    ec2.terminateInstances(r -> r.instanceIds(id));
    assertThat(instance(id).state().name()).isEqualTo(InstanceStateName.TERMINATED);
  }

  @Test
  void tagsFiltersAndPages() {
    List<String> ids = IntStream.range(0, 7).mapToObj(_ -> create().volumeId()).toList();
    ec2.createTags(
        r -> r.resources(ids.subList(0, 6)).tags(Tag.builder().key("k").value("v").build()));
    ec2.deleteTags(r -> r.resources(ids.getFirst()).tags(Tag.builder().key("k").build()));

    List<String> found =
        ec2
            .describeVolumesPaginator(
                r ->
                    r.maxResults(5)
                        .filters(Filter.builder().name("tag:k").values("v", "w").build()))
            .volumes()
            .stream()
            .map(Volume::volumeId)
            .toList();

    assertThat(found).containsExactlyInAnyOrderElementsOf(ids.subList(1, 6));
  }

  @Test
  void zonesAndTypesAreThereToBeLookedUp() {
    assertThat(ec2.describeAvailabilityZones().availabilityZones())
        .extracting(zone -> zone.zoneName() + "/" + zone.zoneId())
        .containsExactly("us-east-1a/use1-az1", "us-east-1b/use1-az2", "us-east-1c/use1-az3");
    assertThat(
            ec2.describeInstanceTypes(r -> r.instanceTypes(InstanceType.M7_I_LARGE))
                .instanceTypes()
                .getFirst()
                .ebsInfo()
                .maximumEbsAttachments())
        .isEqualTo(32);
    assertThat(refused(() -> ec2.describeAvailabilityZones(r -> r.dryRun(true))).statusCode())
        .isEqualTo(412);
  }

  @Test
  void anInjectedFailureIsSeenAsOften() {
    emulator.faults().fail("CreateVolume", 1, 400, "VolumeLimitExceeded");

    assertThat(refused(this::create).awsErrorDetails().errorCode())
        .isEqualTo("VolumeLimitExceeded");
    assertThat(create().volumeId()).startsWith("vol-");
  }

  @Test
  void aThrottledRequestIsTriedAgainByTheSdk() {
    emulator.faults().fail("DescribeVolumes", 1, 503, "RequestLimitExceeded");

    assertThat(ec2.describeVolumes().volumes()).isEmpty();
  }

  @Test
  void aRequestWithoutReplyHasBeenCarriedOut() {
    emulator.faults().loseReply("CreateVolume", 1);
    emulator.faults().delay("CreateVolume", 1, Duration.ofMillis(1));
    try (Ec2Client once = Clients.withoutRetries(emulator)) {
      SdkClientException lost =
          catchThrowableOfType(
              SdkClientException.class,
              () -> once.createVolume(r -> r.availabilityZone("us-east-1a").size(1)));
      assertThat(lost).isNotNull();
    }

    assertThat(ec2.describeVolumes().volumes()).hasSize(1);
  }

  @Test
  void aRequestTriedAgainByTheSdkMakesOneVolume() {
    emulator.faults().loseReply("CreateVolume", 1);

    String id = create().volumeId();

    assertThat(ec2.describeVolumes().volumes()).extracting(Volume::volumeId).containsExactly(id);
  }

  private static Ec2Exception refused(Runnable request) {
    return catchThrowableOfType(Ec2Exception.class, request::run);
  }
}
