package example.ebs.provisioner.attachment;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.failure.FailureToStatus;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachmentStatus;
import io.fabric8.kubernetes.api.model.storage.VolumeError;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes the status of VolumeAttachments, where Kubernetes reads what to do next and what to tell
 * the pod's user: the message of an error is the message of the pod's FailedAttachVolume event.
 *
 * <p>Nothing is written that is there already. A VolumeAttachment that is gone needs no status.
 */
final class AttachmentStatus {
  private static final int GONE = 404;

  private final KubernetesClient client;
  private final Clock clock;

  AttachmentStatus(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  static boolean isAttached(VolumeAttachment attachment) {
    return status(attachment).map(VolumeAttachmentStatus::getAttached).orElse(false);
  }

  void attached(VolumeAttachment attachment, Map<String, String> publishContext) {
    Map<String, String> before =
        status(attachment).map(VolumeAttachmentStatus::getAttachmentMetadata).orElse(Map.of());
    boolean failed = status(attachment).map(VolumeAttachmentStatus::getAttachError).isPresent();
    if (isAttached(attachment) && !failed && before.equals(publishContext)) {
      return;
    }
    Map<String, @Nullable Object> status = new HashMap<>();
    status.put("attached", true);
    status.put("attachError", null);
    status.put("attachmentMetadata", replacement(before, publishContext));
    patch(attachment, status);
  }

  void attachFailed(VolumeAttachment attachment, Failure failure) {
    failed(
        attachment,
        "attachError",
        status(attachment).map(VolumeAttachmentStatus::getAttachError),
        failure);
  }

  void detachFailed(VolumeAttachment attachment, Failure failure) {
    failed(
        attachment,
        "detachError",
        status(attachment).map(VolumeAttachmentStatus::getDetachError),
        failure);
  }

  void detached(VolumeAttachment attachment) {
    Map<String, @Nullable Object> status = new HashMap<>();
    status.put("attached", false);
    status.put("attachmentMetadata", null);
    status.put("detachError", null);
    patch(attachment, status);
  }

  private void failed(
      VolumeAttachment attachment, String field, Optional<VolumeError> before, Failure failure) {
    String message = ErrorMessage.of(failure);
    int code = FailureToStatus.code(failure);
    boolean told =
        before
            .filter(error -> message.equals(error.getMessage()))
            .filter(error -> Objects.equals(code, error.getErrorCode()))
            .isPresent();
    if (told) {
      return;
    }
    String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    Map<String, @Nullable Object> status = new HashMap<>();
    // The field is required, and a new object has no status at all.
    status.put("attached", isAttached(attachment));
    status.put(field, Map.of("message", message, "time", now, "errorCode", code));
    patch(attachment, status);
  }

  /** In a merge patch a key stays unless it is set to null. */
  private static Map<String, @Nullable String> replacement(
      Map<String, String> before, Map<String, String> after) {
    Map<String, @Nullable String> change = new HashMap<>();
    before.keySet().forEach(key -> change.put(key, null));
    change.putAll(after);
    return change;
  }

  /** Names the object's uid, so that it is never written to a later one of the same name. */
  private void patch(VolumeAttachment attachment, Map<String, @Nullable Object> status) {
    String patch =
        Serialization.asJson(
            Map.of("metadata", Map.of("uid", attachment.getMetadata().getUid()), "status", status));
    try {
      var _ =
          client
              .resource(attachment)
              .subresource("status")
              .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    } catch (KubernetesClientException refused) {
      if (refused.getCode() != GONE) {
        throw refused;
      }
    }
  }

  private static Optional<VolumeAttachmentStatus> status(VolumeAttachment attachment) {
    return Optional.ofNullable(attachment.getStatus());
  }
}
