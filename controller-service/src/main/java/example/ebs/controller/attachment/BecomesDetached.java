package example.ebs.controller.attachment;

import example.ebs.controller.transition.Transition;
import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.VolumeId;
import java.util.Optional;

/** Waits until a volume is off a node; one that no longer exists is. */
record BecomesDetached(VolumeId volume, NodeId node)
    implements Transition<AttachableVolume, Boolean> {
  @Override
  public Optional<Boolean> answer(Optional<AttachableVolume> seen) {
    return switch (on(seen)) {
      case AttachmentState.Detached _ -> Optional.of(true);
      case AttachmentState.Attaching _,
          AttachmentState.Attached _,
          AttachmentState.Detaching _,
          AttachmentState.Busy _ ->
          Optional.empty();
    };
  }

  @Override
  public String unfinished(Optional<AttachableVolume> seen) {
    String why =
        switch (on(seen)) {
          case AttachmentState.Busy _ ->
              "the node still has it mounted or open; unmount it there, and it comes free by itself";
          case AttachmentState.Detached _,
              AttachmentState.Attaching _,
              AttachmentState.Attached _,
              AttachmentState.Detaching _ ->
              "it may still have it mounted or open; ask again";
        };
    return "volume %s is still detaching from node %s: %s".formatted(volume, node, why);
  }

  private AttachmentState on(Optional<AttachableVolume> seen) {
    return seen.map(found -> found.on(node)).orElseGet(AttachmentState.Detached::new);
  }
}
