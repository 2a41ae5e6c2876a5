package example.ebs.controller.attachment;

import example.ebs.csi.failure.Failure;
import java.util.List;

/** Whether a volume may be attached to a node; pure. */
final class Admission {
  private Admission() {}

  static AttachableVolume volume(AttachmentCloud.Scene scene, AttachVolume wanted) {
    AttachableVolume volume =
        scene
            .volume()
            .orElseThrow(
                () ->
                    new Failure.NotFound(
                        "volume %s does not exist in this account and region"
                            .formatted(wanted.volume())));
    if (wanted.shared() && !volume.multiAttach()) {
      throw new Failure.InvalidRequest(
          "access mode MULTI_NODE_MULTI_WRITER needs a volume with multi-attach, and %s has none"
              .formatted(volume.id()));
    }
    return volume;
  }

  static NodeInstance node(AttachmentCloud.Scene scene, AttachVolume wanted) {
    return scene
        .node()
        .filter(node -> !node.gone())
        .orElseThrow(
            () ->
                new Failure.NotFound(
                    "node %s %s"
                        .formatted(
                            wanted.node(),
                            scene.node().isPresent()
                                ? "is terminated or shutting down"
                                : "does not exist in this account and region")));
  }

  /** Refuses what EC2 would refuse, with a message that says what to do. */
  static void check(AttachableVolume volume, NodeInstance node, AttachVolume wanted) {
    refuseIfElsewhere(volume, wanted);
    if (!volume.zone().equals(node.zone())) {
      throw new Failure.PreconditionFailed(
          ("volume %s is in zone %s and node %s is in zone %s, and a volume can only be attached in its own zone:"
                  + " run the pod on a node in %s, and give the PersistentVolume a node affinity on that zone")
              .formatted(volume.id(), volume.zone(), node.id(), node.zone(), volume.zone()));
    }
    switch (volume.readiness()) {
      case READY -> {}
      case NOT_YET ->
          throw new Failure.InProgress(
              "volume %s is still creating; ask again".formatted(volume.id()));
      case NEVER ->
          throw new Failure.PreconditionFailed(
              "volume %s is being deleted or has failed, and cannot be attached"
                  .formatted(volume.id()));
    }
  }

  static void refuseIfElsewhere(AttachableVolume volume, AttachVolume wanted) {
    List<?> elsewhere = volume.elsewhere(wanted.node());
    if (!elsewhere.isEmpty() && !(volume.multiAttach() && wanted.shared())) {
      throw new Failure.InUse(
          "volume %s is attached to node %s, so it cannot be attached to node %s; stop the pod that uses it there"
              .formatted(volume.id(), elsewhere.getFirst(), wanted.node()));
    }
  }
}
