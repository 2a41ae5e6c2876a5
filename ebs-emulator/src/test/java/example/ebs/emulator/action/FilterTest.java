package example.ebs.emulator.action;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.emulator.listing.Ec2Filters;
import example.ebs.emulator.wire.Ec2Failure;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A filter that EC2 has is served, or refused as one that is not served here; it is not invalid.
 */
final class FilterTest {
  private static final Map<String, Set<String>> DOCUMENTED =
      Map.of(
          "DescribeVolumes", Ec2Filters.VOLUMES,
          "DescribeInstances", Ec2Filters.INSTANCES,
          "DescribeAvailabilityZones", Ec2Filters.ZONES,
          "DescribeInstanceTypes", Ec2Filters.INSTANCE_TYPES);

  private final TestRegion region = new TestRegion();

  static Stream<Arguments> documented() {
    return DOCUMENTED.entrySet().stream()
        .flatMap(each -> each.getValue().stream().map(name -> Arguments.of(each.getKey(), name)));
  }

  @ParameterizedTest
  @MethodSource("documented")
  void whatEc2HasIsServedOrNamedAsNotServed(String action, String name) {
    Optional<Ec2Failure> refused = Optional.ofNullable(region.refused(action, filter(name, "x")));
    refused.ifPresent(
        failure ->
            Refusal.check(
                failure,
                400,
                "UnsupportedOperation",
                "The filter '" + name + "' is not served here"));
  }

  @ParameterizedTest
  @CsvSource({
    "DescribeVolumes,colour",
    "DescribeInstances,attachment.device",
    "DescribeAvailabilityZones,tag-key",
    "DescribeInstanceTypes,tag:a"
  })
  void whatEc2DoesNotHaveIsInvalid(String action, String name) {
    Refusal.check(
        region.refused(action, filter(name, "x")),
        400,
        "InvalidParameterValue",
        "The filter '" + name + "' is invalid");
  }

  @ParameterizedTest
  @CsvSource({
    "availability-zone-id,use1-az1",
    "block-device-mapping.device-name,/dev/xvdaa",
    "block-device-mapping.device-name,/dev/xvda",
    "block-device-mapping.status,attached",
    "block-device-mapping.volume-id,vol-*",
    "client-token,mine",
    "image-id,ami-1",
    "launch-time,2026-11-20*",
    "owner-id,123456789012",
    "virtualization-type,hvm"
  })
  void anInstanceIsFoundByWhatIsShownOfIt(String name, String value) {
    String instance =
        region
            .call(
                "RunInstances",
                "ImageId",
                "ami-1",
                "MinCount",
                "1",
                "MaxCount",
                "1",
                "ClientToken",
                "mine",
                "BlockDeviceMapping.1.DeviceName",
                "/dev/xvdaa",
                "BlockDeviceMapping.1.Ebs.VolumeSize",
                "1")
            .first("instanceId");
    region.pass();
    region.pass();

    assertThat(found(name, value)).contains(instance);
    assertThat(found(name, "nothing")).isEmpty();
  }

  private Set<String> found(String name, String value) {
    return Set.copyOf(region.call("DescribeInstances", filter(name, value)).all("instanceId"));
  }

  private static String[] filter(String name, String value) {
    return new String[] {"Filter.1.Name", name, "Filter.1.Value.1", value};
  }
}
