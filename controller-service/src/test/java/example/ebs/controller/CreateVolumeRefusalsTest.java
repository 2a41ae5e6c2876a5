package example.ebs.controller;

import static example.ebs.controller.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.proto.csi.CapacityRange;
import example.ebs.proto.csi.CreateVolumeRequest;
import example.ebs.proto.csi.Topology;
import example.ebs.proto.csi.TopologyRequirement;
import example.ebs.proto.csi.VolumeCapability;
import example.ebs.proto.csi.VolumeCapability.AccessMode.Mode;
import example.ebs.proto.csi.VolumeContentSource;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every bad CreateVolume gets its status and a message that helps, and leaves nothing. */
final class CreateVolumeRefusalsTest {
  private static final Status.Code INVALID = Status.Code.INVALID_ARGUMENT;
  private static final Status.Code RANGE = Status.Code.OUT_OF_RANGE;

  private final FakeController controller = new FakeController();

  @AfterEach
  void stop() {
    controller.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"fields", "capabilities", "sizes", "parameters", "performance"})
  void isRefused(String what, Consumer<CreateVolumeRequest.Builder> spoil, Wanted wanted) {
    CreateVolumeRequest.Builder request = Requests.create("pvc-1", 100);
    spoil.accept(request);
    assertRefused(
        () -> controller.stub().createVolume(request.build()),
        wanted.code(),
        wanted.words().toArray(String[]::new));
    assertThat(controller.volumes.requests()).isEmpty();
  }

  record Wanted(Status.Code code, List<String> words) {}

  static Stream<Arguments> fields() {
    return Stream.of(
        bad("no name", r -> r.setName(""), INVALID, "name is required"),
        bad("no capability", r -> r.clearVolumeCapabilities(), INVALID, "volume_capabilities"),
        bad("129 bytes", r -> r.setName("é".repeat(64) + "x"), INVALID, "128", "129"),
        bad("control character", r -> r.setName("a\u0007b"), INVALID, "U+0007"),
        bad("C1 control character", r -> r.setName("a\u0085b"), INVALID, "U+0085"),
        bad(
            "source",
            r -> r.setVolumeContentSource(VolumeContentSource.getDefaultInstance()),
            INVALID,
            "volume_content_source"),
        bad("mutable", r -> r.putParametersMutable("iops", "1"), INVALID, "from 3000 to 80000"),
        bad("fixed", r -> r.putParametersMutable("encrypted", "true"), INVALID, "storage class"),
        bad(
            "foreign topology",
            r ->
                r.setAccessibilityRequirements(
                    TopologyRequirement.newBuilder()
                        .addRequisite(Topology.newBuilder().putSegments("rack", "7"))),
            INVALID,
            "topology.kubernetes.io/zone"));
  }

  static Stream<Arguments> capabilities() {
    return Stream.of(
        bad(
            "no access type",
            r -> r.setVolumeCapabilities(0, VolumeCapability.getDefaultInstance()),
            INVALID,
            "block or mount"),
        bad("no mode", r -> mode(r, Requests.mount(Mode.UNKNOWN)), INVALID, "access mode"),
        bad(
            "read-only mode",
            r -> mode(r, Requests.mount(Mode.SINGLE_NODE_READER_ONLY)),
            INVALID,
            "SINGLE_NODE_READER_ONLY"),
        bad(
            "shared filesystem",
            r -> mode(r, Requests.mount(Mode.MULTI_NODE_MULTI_WRITER)),
            INVALID,
            "volumeMode Block"),
        bad(
            "shared gp3",
            r -> mode(r, Requests.block(Mode.MULTI_NODE_MULTI_WRITER)),
            INVALID,
            "io2",
            "gp3"),
        bad("one bad of two", r -> r.addVolumeCapabilities(btrfs()), INVALID, "btrfs", "xfs"),
        bad("filesystem", r -> r.setVolumeCapabilities(0, btrfs()), INVALID, "btrfs", "ext4"));
  }

  static Stream<Arguments> sizes() {
    return Stream.of(
        bad("negative size", r -> range(r, -1, 0), INVALID, "-1"),
        bad("negative limit", r -> range(r, 0, -5), INVALID, "-5"),
        bad("empty range", r -> range(r, 0, 0), INVALID, "100 GiB"),
        bad("too large", r -> range(r, 65_537 * Requests.GIB, 0), RANGE, "65536", "65537"),
        bad("largest number", r -> range(r, Long.MAX_VALUE, 0), RANGE, "65536"),
        bad("limit below the rounded size", r -> range(r, 5, 10), RANGE, "1 GiB", "10 bytes"),
        bad("limit alone too small", r -> range(r, 0, 10), RANGE, "1 GiB", "10 bytes"),
        bad(
            "limit below the type's least",
            r -> range(r.putParameters("type", "st1"), Requests.GIB, 2 * Requests.GIB),
            RANGE,
            "125 GiB",
            "2 GiB"));
  }

  static Stream<Arguments> parameters() {
    return Stream.of(
        with("unknown", Map.of("iop", "1"), "\"iop\"", "\"iops\""),
        with("unknown far", Map.of("filesystem", "xfs"), "filesystem", "; the known ones are "),
        with(
            "mode of local volumes", Map.of("mode", "hostPath"), "hostPath", "--storage ebs,local"),
        with("twice", Map.of("iops", "3000", "IOPS", "3000"), "twice"),
        with("type", Map.of("type", "gp4"), "gp4", "gp3"),
        with("fstype", Map.of("csi.storage.k8s.io/fstype", "ntfs"), "ntfs", "ext4"),
        with("old fstype", Map.of("FsType", "ntfs"), "ntfs", "ext4"),
        with("old fstype, other capability", Map.of("fsType", "xfs"), "xfs", "ext4"),
        with(
            "fstype under both names",
            Map.of("fstype", "ext4", "csi.storage.k8s.io/fstype", "ext4"),
            "twice"),
        with("two fstypes", Map.of("csi.storage.k8s.io/fstype", "xfs"), "xfs", "ext4"),
        with("encrypted", Map.of("encrypted", "yes"), "encrypted", "yes"),
        with("key, not encrypted", Map.of("kmsKeyId", "k", "encrypted", "false"), "kmsKeyId"),
        with("empty key", Map.of("kmsKeyId", ""), "kmsKeyId"),
        with("tag", Map.of("tagSpecification_1", "novalue"), "key=value"),
        with("reserved tag", Map.of("tagSpecification_1", "CSIVolumeName=x"), "reserved"),
        with("aws tag in capitals", Map.of("tagSpecification_1", "AWS:x=y"), "reserved"),
        with("driver's tag", Map.of("tagSpecification_1", "ebs.example/x=y"), "reserved"),
        with("EBS driver's tag", Map.of("tagSpecification_1", "ebs.csi.aws.com/x=y"), "reserved"),
        with("aws tag", Map.of("tagSpecification_1", "aws:x=y"), "reserved"),
        with("tag's template", Map.of("tagSpecification_1", "a={{ .PVCName }}"), "templates"),
        with("template of a tag's key", Map.of("tagSpecification_1", "{{a}}=b"), "templates"),
        with("long tag", Map.of("tagSpecification_1", "k=" + "v".repeat(257)), "256"));
  }

  static Stream<Arguments> performance() {
    return Stream.of(
        with("iops on gp2", Map.of("type", "gp2", "iops", "200"), "iops", "gp2"),
        with("ratio on st1", Map.of("type", "st1", "iopsPerGB", "2"), "iopsPerGB", "st1"),
        with("both", Map.of("iops", "3000", "iopsPerGB", "3"), "exclude"),
        with("io1 without", Map.of("type", "io1"), "io1", "iops"),
        with("io2 without", Map.of("type", "io2"), "io2", "iops"),
        with("throughput on io2", Map.of("type", "io2", "throughput", "200"), "gp3", "io2"),
        with("low throughput", Map.of("throughput", "100"), "125"),
        with("high throughput", Map.of("throughput", "2001"), "2000"),
        with("throughput per iops", Map.of("throughput", "800"), "3200", "3000"),
        with("gp3 low", Map.of("iops", "2999"), "3000", "2999"),
        with("gp3 high", Map.of("iops", "80001"), "80000"),
        with("gp3 ratio", Map.of("iops", "50001"), "50000", "101 GiB"),
        with("io1 high", Map.of("type", "io1", "iops", "64001"), "64000"),
        with("io1 ratio", Map.of("type", "io1", "iops", "5001"), "5000", "101 GiB"),
        with("io2 high", Map.of("type", "io2", "iops", "256001"), "256000"),
        with("io2 ratio", Map.of("type", "io2", "iops", "100001"), "100000", "101 GiB"),
        with("io1 per GB", Map.of("type", "io1", "iopsPerGB", "51"), "50", "51"),
        with("not a number", Map.of("iops", "3k"), "iops", "3k"),
        with("zero", Map.of("iops", "0"), "positive"),
        with("negative", Map.of("iops", "-1"), "positive"),
        with("huge", Map.of("iops", "99999999999"), "positive"));
  }

  private static Arguments with(String what, Map<String, String> parameters, String... words) {
    return bad(what, request -> request.putAllParameters(parameters), INVALID, words);
  }

  private static Arguments bad(
      String what, Consumer<CreateVolumeRequest.Builder> spoil, Status.Code code, String... words) {
    return Arguments.of(what, spoil, new Wanted(code, List.of(words)));
  }

  private static void mode(CreateVolumeRequest.Builder request, VolumeCapability capability) {
    request.setVolumeCapabilities(0, capability);
  }

  private static void range(CreateVolumeRequest.Builder request, long required, long limit) {
    request.setCapacityRange(
        CapacityRange.newBuilder().setRequiredBytes(required).setLimitBytes(limit));
  }

  private static VolumeCapability btrfs() {
    return VolumeCapability.newBuilder()
        .setMount(VolumeCapability.MountVolume.newBuilder().setFsType("btrfs"))
        .setAccessMode(VolumeCapability.AccessMode.newBuilder().setMode(Mode.SINGLE_NODE_WRITER))
        .build();
  }
}
