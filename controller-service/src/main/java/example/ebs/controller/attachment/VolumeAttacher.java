package example.ebs.controller.attachment;

import example.ebs.controller.cluster.OwnCluster;
import example.ebs.controller.transition.TransitionPoller;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeId;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attaches a volume to a node, and waits until it is there.
 *
 * <p>Repeating it returns the same device name. Two nodes that want one volume at the same time may
 * both ask: EC2 decides. The caller holds the lock on the volume and the node.
 */
public final class VolumeAttacher {
  private static final Logger LOG = LoggerFactory.getLogger(VolumeAttacher.class);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final AttachmentCloud cloud;
  private final TransitionPoller<VolumeId, AttachableVolume> poller;
  private final Clock clock;
  private final DeviceReservations reservations = new DeviceReservations();
  private final BegunAttachments begun;
  private final OwnCluster cluster;

  public VolumeAttacher(
      AttachmentCloud cloud,
      TransitionPoller<VolumeId, AttachableVolume> poller,
      BegunAttachments begun,
      OwnCluster cluster,
      Clock clock) {
    this.cloud = cloud;
    this.poller = poller;
    this.clock = clock;
    this.begun = begun;
    this.cluster = cluster;
  }

  /**
   * Returns the device name under which EC2 attached the volume.
   *
   * @throws Failure.NotFound when there is no such volume or node
   * @throws Failure.InUse when another node has the volume
   * @throws Failure.PreconditionFailed when it is another cluster's: it could not be detached again
   */
  public String attach(AttachVolume wanted) {
    AttachmentCloud.Scene scene = look(wanted);
    AttachableVolume volume = Admission.volume(scene, wanted);
    NodeInstance node = Admission.node(scene, wanted);
    return switch (volume.on(wanted.node())) {
      case AttachmentState.Attached attached -> told(wanted, attached.device());
      case AttachmentState.Attaching _ -> attached(wanted);
      case AttachmentState.Detaching _, AttachmentState.Busy _ ->
          throw new Failure.InProgress(
              "volume %s is being detached from node %s; ask again when that has ended"
                  .formatted(wanted.volume(), wanted.node()));
      case AttachmentState.Detached _ -> {
        Admission.check(volume, node, wanted);
        cluster.require(wanted.volume(), "attached to node " + wanted.node());
        yield attachNew(wanted, node);
      }
    };
  }

  private String attachNew(AttachVolume wanted, NodeInstance node) {
    Set<String> used = new HashSet<>(node.devices());
    while (true) {
      try (DeviceReservations.Reservation name = reservations.reserve(node.id(), used)) {
        switch (cloud.attach(wanted.volume(), wanted.node(), name.device())) {
          case BEGUN -> {
            begun.begin(wanted.volume(), wanted.node());
            return attached(wanted);
          }
          case ALREADY_ATTACHED -> {
            return attachedByAnother(wanted);
          }
          case NAME_TAKEN -> {
            name.refused();
            used.add(name.device());
          }
        }
      }
    }
  }

  /** EC2 refused because the volume is attached: by an earlier try of ours, or elsewhere. */
  private String attachedByAnother(AttachVolume wanted) {
    AttachableVolume volume = Admission.volume(look(wanted), wanted);
    Admission.refuseIfElsewhere(volume, wanted);
    return attached(wanted);
  }

  private String attached(AttachVolume wanted) {
    BecomesAttached wait =
        new BecomesAttached(
            wanted.volume(), wanted.node(), begun.since(wanted.volume(), wanted.node()), clock);
    return switch (watched(wanted, wait)) {
      case BecomesAttached.Done done -> told(wanted, done.device());
      case BecomesAttached.Stuck stuck -> throw givenUp(wanted, stuck.device());
    };
  }

  /** An earlier call may have attached it, so a look that fails is never the end. */
  private AttachmentCloud.Scene look(AttachVolume wanted) {
    try {
      return cloud.look(wanted.volume(), wanted.node());
    } catch (Failure unseen) {
      throw unseen.unsettled(
          "whether volume %s is attached to node %s is not known"
              .formatted(wanted.volume(), wanted.node()));
    }
  }

  private BecomesAttached.Outcome watched(AttachVolume wanted, BecomesAttached wait) {
    try {
      return poller.await(wanted.volume(), LONGEST, wait);
    } catch (Failure unseen) {
      throw unseen.unsettled(
          "volume %s was attaching to node %s, but whether it is there is not known"
              .formatted(wanted.volume(), wanted.node()));
    }
  }

  private String told(AttachVolume wanted, String device) {
    begun.forget(wanted.volume(), wanted.node());
    LOG.atInfo()
        .addKeyValue("volume", wanted.volume())
        .addKeyValue("node", wanted.node())
        .addKeyValue("device", device)
        .log("Volume attached");
    return device;
  }

  /** See {@link BegunAttachments} for why this one may be detached and no other. */
  private Failure givenUp(AttachVolume wanted, String device) {
    try {
      cloud.detach(wanted.volume(), wanted.node());
    } catch (Failure kept) {
      throw kept.unsettled(
          "volume %s hung while attaching to node %s as %s, and could not be detached"
              .formatted(wanted.volume(), wanted.node(), device));
    }
    begun.forget(wanted.volume(), wanted.node());
    return new Failure.InProgress(
        "volume %s hung while attaching to node %s as %s, so it is being detached; ask again to try anew"
            .formatted(wanted.volume(), wanted.node(), device));
  }
}
