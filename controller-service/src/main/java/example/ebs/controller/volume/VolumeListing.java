package example.ebs.controller.volume;

import java.util.List;
import java.util.Map;

/** The cloud, as far as a list of volumes needs it. */
@FunctionalInterface
public interface VolumeListing {
  /**
   * All volumes that carry all these tags, in any state and order.
   *
   * @throws example.ebs.csi.failure.Failure when the cloud does not answer
   */
  List<EbsVolume> withTags(Map<String, String> tags);
}
