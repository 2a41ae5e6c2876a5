package example.ebs.provisioner;

import example.ebs.provisioner.event.Events;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;

/** Remembers the events. */
public final class FakeEvents implements Events {
  private final List<String> told = new ArrayList<>();

  /** All so far, such as {@code Warning AttachmentLost PersistentVolume/pv-1: …}. */
  public synchronized List<String> told() {
    return List.copyOf(told);
  }

  @Override
  public void normal(HasMetadata about, String reason, String message) {
    tell("Normal", about, reason, message);
  }

  @Override
  public void warning(HasMetadata about, String reason, String message) {
    tell("Warning", about, reason, message);
  }

  private synchronized void tell(String type, HasMetadata about, String reason, String message) {
    told.add(
        "%s %s %s/%s: %s"
            .formatted(type, reason, about.getKind(), about.getMetadata().getName(), message));
  }
}
