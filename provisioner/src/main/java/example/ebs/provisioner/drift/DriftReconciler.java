package example.ebs.provisioner.drift;

import example.ebs.csi.failure.Failure;
import example.ebs.proto.csi.ControllerServiceCapability.RPC;
import example.ebs.proto.csi.ControllerUnpublishVolumeRequest;
import example.ebs.provisioner.attachment.NodeIds;
import example.ebs.provisioner.cluster.ApiFailures;
import example.ebs.provisioner.cluster.Cluster;
import example.ebs.provisioner.csi.CsiController;
import example.ebs.provisioner.event.Events;
import example.ebs.provisioner.loop.ObjectKey;
import example.ebs.provisioner.loop.Outcome;
import example.ebs.provisioner.loop.Reconciler;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares, every minute, what VolumeAttachments say with what the driver says.
 *
 * <p>What a VolumeAttachment calls attached and the driver does not is attached again. What the
 * driver calls attached and no VolumeAttachment names a person may have attached by hand: users are
 * told. Only where the operator wants it is it detached, if {@link DetachRule} allows it.
 *
 * <p>There is one key, {@link #KEY}; offer it once when work begins.
 */
public final class DriftReconciler implements Reconciler {
  public static final ObjectKey KEY = ObjectKey.of("all-volumes");

  private static final Logger LOG = LoggerFactory.getLogger(DriftReconciler.class);
  private static final String BY_UID = "uid";
  private static final String BY_NODE_ID = "node id";
  private static final Duration EVERY = Duration.ofMinutes(1);

  /** What was handled is not looked into before. */
  private static final Duration AGAIN = Duration.ofMinutes(30);

  private final Cluster cluster;
  private final CsiController controller;
  private final Consumer<VolumeAttachment> attachAgain;
  private final DriftReports reports;
  private final Leftovers leftovers;
  private final Clock clock;
  private final NamedAttachments attachments;
  private final VolumeUse use;
  private final Sightings sightings = new Sightings();

  /** When each difference that is there was acted on last, or told of. */
  private final Map<Difference, Instant> handled = new HashMap<>();

  /**
   * Compares nothing yet.
   *
   * @param attachAgain has a VolumeAttachment that says attached attached again
   * @param leftovers what follows where something is attached that no VolumeAttachment names
   */
  public DriftReconciler(
      Cluster cluster,
      CsiController controller,
      Consumer<VolumeAttachment> attachAgain,
      Events events,
      Leftovers leftovers,
      Clock clock) {
    this.cluster = cluster;
    this.controller = controller;
    this.attachAgain = attachAgain;
    this.reports = new DriftReports(cluster, events);
    this.leftovers = leftovers;
    this.clock = clock;
    this.attachments = new NamedAttachments(cluster, controller.driver());
    this.use = new VolumeUse(cluster.client(), controller.driver());
    cluster.attachments().index(BY_UID, each -> List.of(each.getMetadata().getUid()));
    cluster
        .csiNodes()
        .index(BY_NODE_ID, each -> NodeIds.registered(each, controller.driver()).stream().toList());
  }

  @Override
  public Outcome reconcile(ObjectKey key) {
    if (!controller.can(RPC.Type.LIST_VOLUMES_PUBLISHED_NODES)) {
      return Outcome.done();
    }
    try {
      Map<String, Set<String>> listed = new ListedVolumes(controller).read();
      look(sightings.note(Difference.between(listed, attachments.seen()), clock.instant()));
    } catch (Failure unanswered) {
      LOG.atWarn().log("attachments not compared this time: {}", unanswered.getMessage());
    }
    return Outcome.after(EVERY);
  }

  private void look(Map<Difference, Sightings.Sighting> seen) {
    handled.keySet().retainAll(seen.keySet());
    seen.forEach(
        (difference, sighting) -> {
          switch (difference) {
            case Difference.Lost lost -> attachAgain(lost, sighting);
            case Difference.LeftBehind left -> consider(left, sighting);
          }
        });
  }

  /** Once: from then on the attachment's own loop tries, with its own delays. */
  private void attachAgain(Difference.Lost lost, Sightings.Sighting sighting) {
    if (!DetachRule.isMoreThanPassing(sighting) || handled.containsKey(lost)) {
      return;
    }
    handled.put(lost, clock.instant());
    cluster
        .attachments()
        .by(BY_UID, lost.attachment())
        .forEach(
            attachment -> {
              reports.lost(lost, attachment);
              attachAgain.accept(attachment);
            });
  }

  private void consider(Difference.LeftBehind left, Sightings.Sighting sighting) {
    if (!DetachRule.isLasting(sighting) || isHandledLately(left)) {
      return;
    }
    handled.put(left, clock.instant());
    List<String> names = names(left.node());
    try {
      switch (DetachRule.verdict(sighting, evidence(left, names))) {
        case WAIT -> {}
        case TELL -> reports.leftBehind(left, names, leftovers);
        case DETACH -> detach(left, names);
      }
    } catch (KubernetesClientException refused) {
      reports.notDetached(
          left, names, ApiFailures.of("whether anybody uses it is not known", refused));
    }
  }

  /** Where nothing is detached there is nothing to find out by another look. */
  private boolean isHandledLately(Difference.LeftBehind left) {
    return handled.containsKey(left)
        && (leftovers != Leftovers.DETACHED
            || handled.get(left).plus(AGAIN).isAfter(clock.instant()));
  }

  private void detach(Difference.LeftBehind left, List<String> names) {
    try {
      controller.unpublish(
          ControllerUnpublishVolumeRequest.newBuilder()
              .setVolumeId(left.volume())
              .setNodeId(left.node())
              .build());
      reports.detached(left, names);
    } catch (Failure failure) {
      reports.notDetached(left, names, failure);
    }
  }

  private DetachRule.Evidence evidence(Difference.LeftBehind left, List<String> names) {
    if (leftovers != Leftovers.DETACHED) {
      return DetachRule.Evidence.notAsked();
    }
    boolean named =
        attachments.now().stream().anyMatch(each -> each.mayMean(left.volume(), left.node()));
    boolean used = names.stream().anyMatch(name -> use.on(name, left.volume()));
    return new DetachRule.Evidence(true, use.isBound(left.volume()), !names.isEmpty(), named, used);
  }

  /** The nodes of this cluster that have the id: one, or none. */
  private List<String> names(String nodeId) {
    return cluster.csiNodes().by(BY_NODE_ID, nodeId).stream()
        .map(node -> node.getMetadata().getName())
        .toList();
  }
}
