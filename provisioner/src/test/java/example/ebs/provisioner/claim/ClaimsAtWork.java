package example.ebs.provisioner.claim;

import example.ebs.proto.csi.CreateVolumeRequest;
import example.ebs.provisioner.DrivenClock;
import example.ebs.provisioner.FakeCluster;
import example.ebs.provisioner.FakeDriver;
import example.ebs.provisioner.FakeEvents;
import example.ebs.provisioner.Given;
import example.ebs.provisioner.csi.DriverNames;
import example.ebs.provisioner.loop.ObjectKey;
import example.ebs.provisioner.loop.Outcome;
import example.ebs.provisioner.topology.FullSegments;
import example.ebs.provisioner.topology.NodePlaces;
import example.ebs.provisioner.topology.PlaceChoice;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A claim reconciler between a fake cluster and a fake driver: two zones with a node each, node-a
 * and node-b, and the classes early and late.
 */
final class ClaimsAtWork implements AutoCloseable {
  static final DriverNames NAMES = new DriverNames(Given.DRIVER);
  static final String PROTECTION = "kubernetes.io/pvc-protection";

  final FakeCluster cluster;
  final FakeDriver driver = FakeDriver.named(Given.DRIVER);
  final FakeEvents events = new FakeEvents();

  /** Classes and places that were found full. */
  final List<String> full = new ArrayList<>();

  final DrivenClock clock = new DrivenClock();

  private final Duration linger;
  private ClaimReconciler reconciler;

  /** Empties the cluster first. */
  ClaimsAtWork(FakeCluster cluster) {
    this(cluster, Duration.ZERO);
  }

  /** The same with marks that stay for a while after the PersistentVolume was written. */
  ClaimsAtWork(FakeCluster cluster, Duration linger) {
    this.cluster = cluster;
    this.linger = linger;
    cluster.clear();
    Stream.of("a", "b")
        .forEach(
            zone -> {
              cluster.put(Given.node("node-" + zone, zone));
              cluster.put(Given.registered("node-" + zone, Given.ZONE));
            });
    cluster.put(Given.immediate("early"));
    cluster.put(Given.waiting("late"));
    reconciler = reconciler();
  }

  private ClaimReconciler reconciler() {
    ClaimMarks marks = new ClaimMarks(cluster.client(), NAMES, clock, linger);
    ClaimReports reports = new ClaimReports(events);
    PlaceChoice choice =
        new PlaceChoice(new NodePlaces(cluster.cluster(), Given.DRIVER), new FullSegments(clock));
    ClaimPlaces places =
        new ClaimPlaces(
            marks,
            choice,
            (storageClass, tried) -> full.add(storageClass.getMetadata().getName() + " " + tried));
    return new ClaimReconciler(
        cluster.cluster(),
        marks,
        reports,
        new DriverVolumes(cluster.cluster(), driver.controller(), marks, places, reports, false));
  }

  /** Writes the claim, and from then on counts what is written. */
  PersistentVolumeClaim given(PersistentVolumeClaim claim) {
    PersistentVolumeClaim written = cluster.put(claim);
    cluster.api().forget();
    return written;
  }

  /** One look, by a reconciler that sees everything as it is. */
  Outcome look(PersistentVolumeClaim claim) {
    cluster.settle();
    Outcome outcome = reconciler.reconcile(ObjectKey.of(claim));
    cluster.settle();
    return outcome;
  }

  /** One look, by a reconciler whose watch may be behind. */
  Outcome lookAtOnce(PersistentVolumeClaim claim) {
    return lookAtOnce(ObjectKey.of(claim));
  }

  Outcome lookAtOnce(ObjectKey key) {
    return reconciler.reconcile(key);
  }

  /** Another process takes over, which remembers nothing. */
  void restart() {
    reconciler = reconciler();
  }

  PersistentVolumeClaim now(PersistentVolumeClaim claim) {
    return cluster.now(claim).orElseThrow();
  }

  List<String> finalizers(PersistentVolumeClaim claim) {
    return now(claim).getMetadata().getFinalizers();
  }

  Optional<String> annotation(PersistentVolumeClaim claim, String key) {
    return Optional.ofNullable(now(claim).getMetadata().getAnnotations().get(key));
  }

  List<PersistentVolume> volumes() {
    return cluster.client().persistentVolumes().list().getItems();
  }

  /** The zone that each CreateVolume asked for first. */
  List<String> zones() {
    return driver.requests(CreateVolumeRequest.class).stream()
        .map(request -> request.getAccessibilityRequirements().getPreferred(0).getSegmentsMap())
        .map((Map<String, String> labels) -> labels.getOrDefault(Given.ZONE, "none"))
        .toList();
  }

  @Override
  public void close() {
    driver.close();
  }
}
