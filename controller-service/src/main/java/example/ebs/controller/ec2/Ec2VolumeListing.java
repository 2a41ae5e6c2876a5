package example.ebs.controller.ec2;

import example.ebs.controller.volume.EbsVolume;
import example.ebs.controller.volume.VolumeListing;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Volume;

/** Lists volumes of EC2, page by page. */
final class Ec2VolumeListing implements VolumeListing {
  /** EC2 gives up to 1000, and times out on larger accounts where pages are that long. */
  private static final int PAGE = 500;

  private final Ec2Client client;
  private final Ec2Calls calls;
  private final RecentOwners recent;

  Ec2VolumeListing(Ec2Client client, Ec2Calls calls, RecentOwners recent) {
    this.client = client;
    this.calls = calls;
    this.recent = recent;
  }

  @Override
  public List<EbsVolume> withTags(Map<String, String> tags) {
    List<Filter> filters =
        tags.entrySet().stream()
            .map(tag -> Ec2Describes.filter("tag:" + tag.getKey(), List.of(tag.getValue())))
            .toList();
    try {
      return recent.noted(all(filters)).stream().map(VolumeReading::volume).toList();
    } catch (Ec2Refusal refusal) {
      throw Ec2Failures.failure(refusal);
    }
  }

  private List<Volume> all(List<Filter> filters) {
    return calls.ask(
        "DescribeVolumes",
        limit ->
            client
                .describeVolumesPaginator(
                    request ->
                        request.filters(filters).maxResults(PAGE).overrideConfiguration(limit))
                .volumes()
                .stream()
                .toList());
  }
}
