package example.ebs.provisioner.local;

import example.ebs.csi.failure.Failure;
import example.ebs.local.model.LocalDriver;
import example.ebs.local.model.LocalRoots;
import example.ebs.local.model.LocalVolumeContext;
import example.ebs.provisioner.claim.ClaimAnnotations;
import example.ebs.provisioner.claim.ClaimReports;
import example.ebs.provisioner.claim.ClaimTerms;
import example.ebs.provisioner.claim.ClaimedVolumes;
import example.ebs.provisioner.claim.VolumeWriter;
import example.ebs.provisioner.cluster.Cluster;
import example.ebs.provisioner.cluster.ObjectPatch;
import example.ebs.provisioner.csi.Registration;
import example.ebs.provisioner.loop.Outcome;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.CSINode;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Plans the local volume that a claim asks for: chooses its node, and writes the PersistentVolume.
 *
 * <p>It calls nobody: the node makes the directory when the first pod is there. So there is nothing
 * to take back when it dies in between, and the claim carries no finalizer.
 */
public final class LocalVolumes implements ClaimedVolumes {
  private final Cluster cluster;
  private final LocalDriver names;
  private final LocalRoots roots;
  private final LocalNodes nodes;
  private final LocalVolumeTranslator translator;
  private final VolumeWriter volumes;
  private final ClaimReports reports;
  private final UnfitNodes unfit;

  private final ReentrantLock choosing = new ReentrantLock();

  private final VolumesByNode planned;

  /**
   * Plans nothing yet.
   *
   * @param unfit told of nodes that were chosen for pods and will not do
   */
  public LocalVolumes(
      Cluster cluster,
      LocalDriver names,
      LocalRoots roots,
      ClaimReports reports,
      UnfitNodes unfit,
      Clock clock) {
    this.cluster = cluster;
    this.names = names;
    this.roots = roots;
    this.nodes = new LocalNodes(cluster, names, roots, clock);
    this.planned = new VolumesByNode(names);
    this.translator = new LocalVolumeTranslator(names);
    this.volumes = new VolumeWriter(cluster.client());
    this.reports = reports;
    this.unfit = unfit;
  }

  /** Notes which of its volumes the watch has seen; before the cluster's watches start. */
  public void watch() {
    planned.watch(cluster);
    cluster.csiNodes().onChange(this::registered, _ -> {});
  }

  /** A node that would not do, as its node service was not there, does now. */
  private void registered(Optional<CSINode> before, CSINode now) {
    boolean wasThere = before.flatMap(node -> Registration.of(node, names.name())).isPresent();
    if (!wasThere && Registration.of(now, names.name()).isPresent()) {
      nodes.label(now.getMetadata().getName()).ifPresent(unfit::fit);
    }
  }

  @Override
  public Outcome provide(PersistentVolumeClaim claim, StorageClass storageClass) {
    LocalRequest request;
    try {
      request = LocalRequest.of(claim, storageClass);
      requireAllowed(request.context().source());
    } catch (Failure.InvalidRequest | Failure.OutOfRange impossible) {
      reports.failed(claim, impossible.getMessage());
      return Outcome.seldom();
    }
    return switch (choose(claim, request, storageClass)) {
      case NodeChoice.Chosen chosen -> write(claim, storageClass, request, chosen.node());
      case NodeChoice.AnotherNode another when isOnNewNode(claim) ->
          notNow(
              claim,
              another.reason()
                  + "; the node joined a moment ago, so its node service is waited for");
      case NodeChoice.AnotherNode another -> reschedule(claim, storageClass, another.reason());
      case NodeChoice.NotNow notNow -> notNow(claim, notNow.reason());
    };
  }

  private Outcome notNow(PersistentVolumeClaim claim, String reason) {
    reports.failed(claim, reason);
    return Outcome.waiting();
  }

  /** An autoscaler may have made it for just this pod, and would make another one. */
  private boolean isOnNewNode(PersistentVolumeClaim claim) {
    return ClaimAnnotations.selectedNode(claim).filter(nodes::mayRegisterYet).isPresent();
  }

  private void requireAllowed(LocalVolumeContext.Source source) {
    if (source instanceof LocalVolumeContext.Existing existing && !roots.mayWrap(existing.path())) {
      throw new Failure.InvalidRequest(
          "parameter path: %s is not beneath a directory that the administrator lets volumes use, which are %s (\"existing\" in the file of --local-config)"
              .formatted(existing.path(), roots.existing()));
    }
  }

  /** One at a time, as each is to see what those before it chose. */
  private NodeChoice choose(
      PersistentVolumeClaim claim, LocalRequest request, StorageClass storageClass) {
    choosing.lock();
    try {
      NodeChoice choice =
          ClaimAnnotations.selectedNode(claim)
              .map(node -> selected(node, request, storageClass))
              .orElseGet(
                  () ->
                      NodeChoice.anywhere(
                          nodes.candidates(request, storageClass, planned.counts()).toList()));
      if (choice instanceof NodeChoice.Chosen chosen) {
        planned.plan(ClaimTerms.volumeName(claim), chosen.node());
      }
      return choice;
    } finally {
      choosing.unlock();
    }
  }

  /** The other nodes are looked at only where this one will not do. */
  private NodeChoice selected(String node, LocalRequest request, StorageClass storageClass) {
    return NodeChoice.of(
        node,
        nodes.candidate(node, request, storageClass),
        () -> nodes.candidates(request, storageClass, Map.of()));
  }

  private Outcome write(
      PersistentVolumeClaim claim, StorageClass storageClass, LocalRequest request, String node) {
    PersistentVolume wanted = translator.volume(claim, storageClass, request, node);
    try {
      PersistentVolume written = volumes.write(wanted, claim);
      // Where an earlier try had written it, that one's choice stands.
      String where = LocalVolume.of(written, names).map(LocalVolume::node).orElse(node);
      reports.planned(claim, where);
      return Outcome.done();
    } catch (Failure.AlreadyExists another) {
      planned.remove(wanted.getMetadata().getName());
      reports.failed(claim, another.getMessage());
      return Outcome.retry();
    } catch (KubernetesClientException unwritten) {
      planned.remove(wanted.getMetadata().getName());
      throw unwritten;
    }
  }

  /** The scheduler remembers nothing, so it is told to stay away from the node for a while. */
  private Outcome reschedule(
      PersistentVolumeClaim claim, StorageClass storageClass, String reason) {
    reports.rescheduled(claim, reason);
    ClaimAnnotations.selectedNode(claim)
        .flatMap(nodes::label)
        .ifPresent(node -> unfit.unfit(storageClass, node));
    var _ =
        ObjectPatch.of(claim)
            .removeAnnotation(ClaimAnnotations.SELECTED_NODE)
            .apply(cluster.client());
    return Outcome.done();
  }
}
