package example.ebs.provisioner.attachment;

import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * VolumeAttachments that say attached while the driver does not, and so are to be attached again;
 * kept in memory, for whoever looks next finds them anew. Safe for many threads.
 */
public final class LostAttachments {
  private final Set<String> lost = ConcurrentHashMap.newKeySet();

  /** Has the next look at the VolumeAttachment attach its volume again. */
  public void add(VolumeAttachment attachment) {
    lost.add(attachment.getMetadata().getUid());
  }

  boolean contains(VolumeAttachment attachment) {
    return lost.contains(attachment.getMetadata().getUid());
  }

  void remove(VolumeAttachment attachment) {
    lost.remove(attachment.getMetadata().getUid());
  }
}
