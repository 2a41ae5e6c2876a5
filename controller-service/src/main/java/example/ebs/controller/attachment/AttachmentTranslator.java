package example.ebs.controller.attachment;

import example.ebs.controller.capability.SupportedCapabilities;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.PublishContext;
import example.ebs.csi.model.VolumeCapability;
import example.ebs.csi.model.VolumeId;
import example.ebs.csi.request.Capabilities;
import example.ebs.csi.request.RequestFields;
import example.ebs.proto.csi.ControllerPublishVolumeRequest;
import example.ebs.proto.csi.ControllerPublishVolumeResponse;
import java.nio.charset.StandardCharsets;

/** Turns ControllerPublishVolume's request into a command and a device name into its response. */
public final class AttachmentTranslator {
  /** CSI 1.13, "Size limits": a node id may be longer than other strings. */
  private static final int MOST_BYTES = 256;

  private AttachmentTranslator() {}

  /**
   * The command.
   *
   * @throws Failure.InvalidRequest when a field is missing or asks for what is not supported
   * @throws Failure.NotFound when the volume id is not one that EC2 could have given
   */
  public static AttachVolume command(ControllerPublishVolumeRequest request) {
    String volume = RequestFields.required("volume_id", request.getVolumeId());
    NodeId node = node(RequestFields.required("node_id", request.getNodeId()));
    VolumeCapability capability =
        Capabilities.parseRequired(request.hasVolumeCapability(), request.getVolumeCapability());
    if (request.getReadonly()) {
      throw new Failure.InvalidRequest(
          "readonly is not supported when a volume is attached; mount it read-only instead");
    }
    VolumeId id =
        VolumeId.parse(volume)
            .orElseThrow(
                () ->
                    new Failure.NotFound(
                        "volume %s does not exist: an EBS volume id looks like vol-0123456789abcdef0"
                            .formatted(volume)));
    SupportedCapabilities.objection(capability)
        .ifPresent(
            objection -> {
              throw new Failure.InvalidRequest("volume_capability: " + objection);
            });
    return new AttachVolume(id, node, capability.mode().isMultiNode());
  }

  /** A node id from a request. */
  public static NodeId node(String id) {
    int bytes = id.getBytes(StandardCharsets.UTF_8).length;
    if (id.isBlank() || bytes > MOST_BYTES) {
      throw new Failure.InvalidRequest(
          "node_id must have from 1 to %d bytes and not be blank, and has %d"
              .formatted(MOST_BYTES, bytes));
    }
    return new NodeId(id);
  }

  /** The response. */
  public static ControllerPublishVolumeResponse response(String device) {
    return ControllerPublishVolumeResponse.newBuilder()
        .putAllPublishContext(new PublishContext(device).toMap())
        .build();
  }
}
