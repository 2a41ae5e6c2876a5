package example.ebs.provisioner.local;

import example.ebs.local.model.LocalDriver;
import example.ebs.local.model.LocalRoots;
import example.ebs.local.model.LocalVolumeId;
import example.ebs.provisioner.DrivenClock;
import example.ebs.provisioner.FakeCluster;
import example.ebs.provisioner.FakeEvents;
import example.ebs.provisioner.Given;
import example.ebs.provisioner.Objects;
import example.ebs.provisioner.claim.ClaimReports;
import example.ebs.provisioner.loop.Outcome;
import example.ebs.provisioner.topology.Segment;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Local volumes in a fake cluster with the nodes node-a and node-b, which both serve them. */
final class LocalScene {
  static final LocalDriver NAMES = new LocalDriver(Given.DRIVER);
  static final StorageClass WAITING = local(Given.waiting("waiting"), Map.of("mode", "hostPath"));
  static final StorageClass IMMEDIATE =
      local(Given.immediate("immediate"), Map.of("mode", "hostPath"));

  private static final String ROOTS =
      """
      {"roots": [{"name": "default", "path": "/var/lib/roots/a"}],
       "nodes": {"node-b": {"roots": [{"name": "default", "path": "/b"}, {"name": "fast", "path": "/fast"}]}},
       "existing": ["/srv/data"]}
      """;

  final FakeCluster cluster;
  final FakeEvents events = new FakeEvents();
  private LocalVolumes volumes;

  /** Classes and nodes that were told to be unfit for them. */
  final List<String> told = new ArrayList<>();

  final DrivenClock clock = new DrivenClock();
  private final UnfitNodes unfit =
      new UnfitNodes() {
        @Override
        public void unfit(StorageClass storageClass, Segment node) {
          told.add(storageClass.getMetadata().getName() + " " + node);
        }

        @Override
        public void fit(Segment node) {
          told.removeIf(each -> each.endsWith(" " + node));
        }
      };

  /** Empties the cluster first. */
  LocalScene(FakeCluster cluster) {
    this.cluster = cluster;
    cluster.clear();
    // The server writes when nodes joined, by its own clock: a day ago.
    clock.advance(Duration.between(clock.instant(), Instant.now()).plusDays(1));
    for (String node : List.of("node-a", "node-b")) {
      addNode(node);
    }
    cluster.api().forget();
    volumes = volumes();
  }

  private LocalVolumes volumes() {
    LocalRoots roots = LocalRoots.parse(ROOTS, Path.of("/var/lib/ebs.example"));
    return new LocalVolumes(
        cluster.cluster(), NAMES, roots, new ClaimReports(events), unfit, clock);
  }

  void addNode(String node) {
    cluster.put(Given.node(node, "a"));
    cluster.put(Objects.csiNode(node, NAMES.name(), node));
  }

  /** Another process takes over, which remembers nothing. */
  void restart() {
    volumes = volumes();
  }

  static StorageClass local(StorageClass any, Map<String, String> parameters) {
    return new StorageClassBuilder(any).withParameters(parameters).build();
  }

  static PersistentVolumeClaim asking(PersistentVolumeClaim claim, String... modes) {
    return new PersistentVolumeClaimBuilder(claim)
        .editSpec()
        .withAccessModes(modes)
        .endSpec()
        .build();
  }

  static PersistentVolumeClaim sized(PersistentVolumeClaim claim, String size) {
    return new PersistentVolumeClaimBuilder(claim)
        .editSpec()
        .editResources()
        .addToRequests("storage", new Quantity(size))
        .endResources()
        .endSpec()
        .build();
  }

  static PersistentVolumeClaim block(PersistentVolumeClaim claim) {
    return new PersistentVolumeClaimBuilder(claim)
        .editSpec()
        .withVolumeMode("Block")
        .endSpec()
        .build();
  }

  Outcome provide(PersistentVolumeClaim claim, StorageClass storageClass) {
    Outcome outcome = volumes.provide(claim, storageClass);
    cluster.settle();
    return outcome;
  }

  /** The same, before the watch has told of anything. */
  Outcome provideAtOnce(PersistentVolumeClaim claim, StorageClass storageClass) {
    return volumes.provide(claim, storageClass);
  }

  List<PersistentVolume> written() {
    return cluster.api().objects(PersistentVolume.class);
  }

  /** The nodes of the volumes that are written. */
  List<String> nodes() {
    return written().stream()
        .map(volume -> LocalVolume.of(volume, NAMES).orElseThrow().node())
        .sorted()
        .toList();
  }

  /** The volume, bound to that very claim. */
  static PersistentVolume of(PersistentVolumeClaim claim, PersistentVolume volume) {
    return new PersistentVolumeBuilder(volume)
        .editSpec()
        .editClaimRef()
        .withUid(claim.getMetadata().getUid())
        .endClaimRef()
        .endSpec()
        .build();
  }

  /** A PersistentVolume of node-a, bound to a claim data that need not be there. */
  static PersistentVolume volume(String name, String policy, String phase) {
    return new PersistentVolumeBuilder(
            Objects.volume(name, NAMES.name(), LocalVolumeId.ofVolume(name).value()))
        .editMetadata()
        .addToLabels(NAMES.nodeLabel(), "node-a")
        .addToFinalizers(NAMES.finalizer())
        .endMetadata()
        .editSpec()
        .withPersistentVolumeReclaimPolicy(policy)
        .editCsi()
        .withVolumeAttributes(Map.of("mode", "hostPath", "directory", "default-data-" + name))
        .endCsi()
        .withNewClaimRef()
        .withNamespace("default")
        .withName("data")
        .withUid("uid-of-data")
        .endClaimRef()
        .endSpec()
        .withNewStatus()
        .withPhase(phase)
        .endStatus()
        .build();
  }
}
