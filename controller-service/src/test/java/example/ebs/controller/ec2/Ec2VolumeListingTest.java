package example.ebs.controller.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.controller.volume.EbsVolume;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class Ec2VolumeListingTest {
  private static final String VOLUME =
      "<item><volumeId>vol-0000000000000000%s</volumeId><size>1</size><availabilityZone>a</availabilityZone><status>available</status></item>";

  @Test
  void readsEveryPage() {
    try (ScriptedEc2 ec2 = new ScriptedEc2(Ec2VolumeListingTest::page);
        Ec2 opened = ec2.open()) {
      assertThat(opened.listing().withTags(Map.of("a/b", "c*")))
          .extracting(EbsVolume::id)
          .extracting(Object::toString)
          .containsExactly("vol-00000000000000001", "vol-00000000000000002");
      assertThat(ec2.requests())
          .hasSize(2)
          .allSatisfy(
              request ->
                  assertThat(request)
                      .containsEntry("Filter.1.Name", "tag:a/b")
                      .containsEntry("Filter.1.Value.1", "c\\*")
                      .containsEntry("MaxResults", "500"));
    }
  }

  private static ScriptedEc2.Answer page(Map<String, String> request) {
    String items =
        request.containsKey("NextToken")
            ? "<volumeSet>%s</volumeSet>".formatted(VOLUME.formatted("2"))
            : "<volumeSet>%s</volumeSet><nextToken>more</nextToken>"
                .formatted(VOLUME.formatted("1"));
    return ScriptedEc2.Answer.ok(
        "<DescribeVolumesResponse>%s</DescribeVolumesResponse>".formatted(items));
  }
}
