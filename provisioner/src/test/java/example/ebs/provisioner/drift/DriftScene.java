package example.ebs.provisioner.drift;

import example.ebs.provisioner.DrivenClock;
import example.ebs.provisioner.FakeCluster;
import example.ebs.provisioner.FakeDriver;
import example.ebs.provisioner.FakeEvents;
import example.ebs.provisioner.Given;
import example.ebs.provisioner.Objects;
import example.ebs.provisioner.loop.Outcome;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Two nodes, a volume that the claim "data" uses, and others that fill the driver's pages. */
final class DriftScene implements AutoCloseable {
  static final String NAME = "ebs.example";
  static final String VOLUME = "vol-0123456789abcdef0";
  static final String NODE_ID = "i-00000000000000aaa";

  final FakeCluster cluster = new FakeCluster().start();
  final FakeDriver driver;
  final FakeEvents events = new FakeEvents();
  final List<String> attachedAgain = new ArrayList<>();
  private final DrivenClock clock = new DrivenClock();
  private final DriftReconciler reconciler;
  private final PersistentVolume volume;

  DriftScene(Leftovers leftovers) {
    this(FakeDriver.named(NAME), leftovers);
  }

  DriftScene(FakeDriver driver, Leftovers leftovers) {
    this.driver = driver;
    reconciler =
        new DriftReconciler(
            cluster.cluster(),
            driver.controller(),
            attachment -> attachedAgain.add(attachment.getMetadata().getName()),
            events,
            leftovers,
            clock);
    driver.addVolume("vol-00000000000000001", 1);
    driver.addVolume("vol-00000000000000002", 1);
    driver.addVolume(VOLUME, 1);
    volume = cluster.put(bound(cluster.put(claim())));
    cluster.put(Objects.csiNode("node-a", NAME, NODE_ID));
    cluster.put(Objects.csiNode("node-b", NAME, "i-00000000000000bbb"));
  }

  private static PersistentVolumeClaim claim() {
    return Given.claim("data", "late").edit().editSpec().withVolumeName("pv-1").endSpec().build();
  }

  private static PersistentVolume bound(PersistentVolumeClaim claim) {
    return Objects.volume("pv-1", NAME, VOLUME)
        .edit()
        .editSpec()
        .withNewClaimRef()
        .withNamespace("default")
        .withName("data")
        .withUid(claim.getMetadata().getUid())
        .endClaimRef()
        .endSpec()
        .withNewStatus()
        .withPhase("Bound")
        .endStatus()
        .build();
  }

  /** As a retained volume is once its claim has been deleted. */
  void release() {
    cluster.delete(withoutFinalizers(claim()));
    cluster.put(volume.edit().editStatus().withPhase("Released").endStatus().build());
  }

  private PersistentVolumeClaim withoutFinalizers(PersistentVolumeClaim claim) {
    return cluster.put(claim.edit().editMetadata().withFinalizers().endMetadata().build());
  }

  /** Looks that often, a minute apart. */
  Outcome look(int times) {
    Outcome outcome = Outcome.done();
    for (int look = 0; look < times; look++) {
      outcome = reconciler.reconcile(DriftReconciler.KEY);
      clock.advance(Duration.ofMinutes(1));
    }
    return outcome;
  }

  /** Writes a VolumeAttachment that says so. */
  void attached() {
    cluster.put(
        Objects.attachment(NAME, "pv-1", "node-a")
            .edit()
            .editStatus()
            .withAttached(true)
            .endStatus()
            .build());
  }

  void podWithClaim(String node, String claim) {
    pod(node, new VolumeBuilder().withName("d").withNewPersistentVolumeClaim(claim, false).build());
  }

  void podWithVolume(String node, String volumeId) {
    pod(
        node,
        new VolumeBuilder()
            .withName("d")
            .withNewAwsElasticBlockStore("ext4", 0, false, volumeId)
            .build());
  }

  private void pod(String node, Volume volume) {
    cluster.put(pod(node).edit().editSpec().withVolumes(volume).endSpec().build());
  }

  /** Its name and place. */
  Pod pod(String node) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("pod-on-" + node)
        .withNamespace("default")
        .endMetadata()
        .withNewSpec()
        .withNodeName(node)
        .endSpec()
        .build();
  }

  /** The kubelet says that the volume is mounted. */
  void inUse(String node) {
    cluster.put(
        new NodeBuilder()
            .withNewMetadata()
            .withName(node)
            .endMetadata()
            .withNewStatus()
            .withVolumesInUse("kubernetes.io/csi/" + NAME + "^" + VOLUME)
            .endStatus()
            .build());
  }

  @Override
  public void close() {
    driver.close();
    cluster.close();
  }
}
