package example.ebs.provisioner.drift;

import example.ebs.csi.failure.Failure;
import example.ebs.proto.csi.ControllerServiceCapability.RPC;
import example.ebs.proto.csi.ControllerUnpublishVolumeRequest;
import example.ebs.provisioner.attachment.NodeIds;
import example.ebs.provisioner.cluster.Cluster;
import example.ebs.provisioner.csi.CsiController;
import example.ebs.provisioner.event.Events;
import example.ebs.provisioner.loop.ObjectKey;
import example.ebs.provisioner.loop.Outcome;
import example.ebs.provisioner.loop.Reconciler;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
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
 * driver calls attached and no VolumeAttachment names is detached where {@link DetachRule} allows
 * it; else users are told once, and nothing more.
 *
 * <p>There is one key, {@link #KEY}; offer it once when work begins.
 */
public final class DriftReconciler implements Reconciler {
  public static final ObjectKey KEY = ObjectKey.of("all-volumes");

  private static final Logger LOG = LoggerFactory.getLogger(DriftReconciler.class);
  private static final Duration EVERY = Duration.ofMinutes(1);

  private final Cluster cluster;
  private final CsiController controller;
  private final Consumer<VolumeAttachment> attachAgain;
  private final DriftReports reports;
  private final boolean clusterIsKnown;
  private final Clock clock;
  private final NamedAttachments attachments;
  private final VolumeUse use;
  private final Sightings sightings = new Sightings();
  private final Set<Difference> told = new HashSet<>();

  /**
   * Compares nothing yet.
   *
   * @param attachAgain has a VolumeAttachment that says attached attached again
   * @param clusterIsKnown whether the driver lists only volumes that are tagged as this cluster's;
   *     without that nothing is ever detached
   */
  public DriftReconciler(
      Cluster cluster,
      CsiController controller,
      Consumer<VolumeAttachment> attachAgain,
      Events events,
      boolean clusterIsKnown,
      Clock clock) {
    this.cluster = cluster;
    this.controller = controller;
    this.attachAgain = attachAgain;
    this.reports = new DriftReports(cluster, events);
    this.clusterIsKnown = clusterIsKnown;
    this.clock = clock;
    this.attachments = new NamedAttachments(cluster, controller.driver());
    this.use = new VolumeUse(cluster.client());
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
    told.retainAll(seen.keySet());
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
    if (!DetachRule.isMoreThanPassing(sighting) || !told.add(lost)) {
      return;
    }
    cluster.attachments().all().stream()
        .filter(each -> lost.attachment().equals(each.getMetadata().getUid()))
        .forEach(
            attachment -> {
              reports.lost(lost, attachment);
              attachAgain.accept(attachment);
            });
  }

  private void consider(Difference.LeftBehind left, Sightings.Sighting sighting) {
    if (!DetachRule.isLasting(sighting)) {
      return;
    }
    List<String> names = names(left.node());
    switch (DetachRule.verdict(sighting, evidence(left, names))) {
      case WAIT -> {}
      case TELL -> tell(left, names);
      case DETACH -> detach(left, names);
    }
  }

  private void tell(Difference.LeftBehind left, List<String> names) {
    if (told.add(left)) {
      reports.leftBehind(left, names, clusterIsKnown);
    }
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
    boolean named =
        attachments.now().stream().anyMatch(each -> each.mayMean(left.volume(), left.node()));
    boolean used = names.stream().anyMatch(name -> use.on(name, left.volume()));
    return new DetachRule.Evidence(clusterIsKnown, !names.isEmpty(), named, used);
  }

  /** The nodes of this cluster that have the id: one, or none. */
  private List<String> names(String nodeId) {
    return cluster.csiNodes().all().stream()
        .filter(
            node ->
                NodeIds.registered(node, controller.driver()).filter(nodeId::equals).isPresent())
        .map(node -> node.getMetadata().getName())
        .toList();
  }
}
