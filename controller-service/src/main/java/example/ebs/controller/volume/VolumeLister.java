package example.ebs.controller.volume;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Lists the volumes of this driver and cluster.
 *
 * <p>In the order of their ids, and a page's token is the id before it. So a token is good for
 * ever, after a restart, on another replica, and when volumes come and go; CSI's limit of 128
 * bytes, which EC2's own tokens exceed, is kept; and pages may be smaller than EC2's. In return
 * each page asks EC2 for all volumes, 500 with one call; who wants few calls asks for no pages.
 */
public final class VolumeLister {
  private final VolumeListing cloud;
  private final VolumeTags tags;

  public VolumeLister(VolumeListing cloud, VolumeTags tags) {
    this.cloud = cloud;
    this.tags = tags;
  }

  /**
   * One page.
   *
   * @param most entries, 0 for all
   * @param token of an earlier page, empty for the first
   * @throws Failure.InvalidRequest when {@code most} is negative
   * @throws Failure.InProgress when the token is none of ours, which CSI answers so
   */
  public VolumePage list(int most, String token) {
    if (most < 0) {
      throw new Failure.InvalidRequest("max_entries must not be negative, and is " + most);
    }
    if (!token.isEmpty() && VolumeId.parse(token).isEmpty()) {
      throw new Failure.InProgress(
          "starting_token \"%s\" was not given by ListVolumes; begin again without one"
              .formatted(token));
    }
    List<EbsVolume> rest =
        cloud.withTags(tags.marks()).stream()
            .filter(volume -> !volume.state().isGoing())
            .filter(volume -> volume.id().value().compareTo(token) > 0)
            .sorted(Comparator.comparing(volume -> volume.id().value()))
            .toList();
    return most == 0 || rest.size() <= most
        ? new VolumePage(rest, Optional.empty())
        : new VolumePage(rest.subList(0, most), Optional.of(rest.get(most - 1).id().value()));
  }
}
