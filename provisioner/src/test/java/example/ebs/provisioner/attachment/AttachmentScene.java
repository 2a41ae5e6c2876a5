package example.ebs.provisioner.attachment;

import example.ebs.csi.time.Waiting;
import example.ebs.provisioner.FakeCluster;
import example.ebs.provisioner.FakeDriver;
import example.ebs.provisioner.Objects;
import example.ebs.provisioner.cluster.ObjectPatch;
import example.ebs.provisioner.csi.DriverNames;
import example.ebs.provisioner.loop.ObjectKey;
import example.ebs.provisioner.loop.Outcome;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachmentBuilder;
import io.fabric8.kubernetes.api.model.storage.VolumeError;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** One volume, two nodes, and the reconcilers over a fake cluster and a fake driver. */
final class AttachmentScene implements AutoCloseable {
  static final String NAME = "ebs.example";
  static final String FINALIZER = "external-attacher/ebs-example";
  static final String VOLUME = "vol-0123456789abcdef0";
  static final String NODE_ID = "i-00000000000000aaa";
  static final String OTHER_NODE_ID = "i-00000000000000bbb";

  final FakeCluster cluster = new FakeCluster();
  final FakeDriver driver;
  final LostAttachments lost = new LostAttachments();
  final AttachmentReconciler reconciler;
  final VolumeFinalizerReconciler finalizers;
  final PersistentVolume volume;
  final VolumeAttachment attachment;

  AttachmentScene() {
    this(FakeDriver.named(NAME), Objects.volume("pv-1", NAME, VOLUME));
  }

  AttachmentScene(FakeDriver driver, PersistentVolume volume) {
    this.driver = driver;
    String name = driver.controller().driver();
    reconciler =
        new AttachmentReconciler(cluster.cluster(), driver.controller(), lost, Waiting.real());
    finalizers = new VolumeFinalizerReconciler(cluster.cluster(), new DriverNames(name));
    cluster.start();
    driver.addVolume(VOLUME, 1L << 30);
    this.volume = cluster.put(volume);
    cluster.put(Objects.csiNode("node-a", name, NODE_ID));
    cluster.put(Objects.csiNode("node-b", name, OTHER_NODE_ID));
    attachment = Objects.attachment(name, "pv-1", "node-a");
  }

  Outcome reconcile() {
    return reconcile(attachment);
  }

  Outcome reconcile(VolumeAttachment which) {
    Outcome outcome = reconciler.reconcile(ObjectKey.of(which));
    cluster.settle();
    return outcome;
  }

  /** Writes the VolumeAttachment and attaches. */
  void attach() {
    cluster.put(attachment);
    reconcile();
  }

  /** Kubernetes' external-attacher notes the node and not the volume. */
  void attachAsOthersDo() {
    attach();
    var _ =
        ObjectPatch.of(now()).removeAnnotation("ebs.example/volume-handle").apply(cluster.client());
    cluster.settle();
  }

  /** Asks for the VolumeAttachment's deletion. */
  void delete() {
    cluster.delete(attachment);
  }

  VolumeAttachment now() {
    return Objects.present(cluster.now(attachment));
  }

  PersistentVolume volumeNow() {
    return Objects.present(cluster.now(volume));
  }

  boolean isGone() {
    return cluster.now(attachment).isEmpty();
  }

  VolumeError attachError() {
    return Objects.present(Optional.ofNullable(now().getStatus().getAttachError()));
  }

  VolumeError detachError() {
    return Objects.present(Optional.ofNullable(now().getStatus().getDetachError()));
  }

  /** Somebody else's finalizer, which keeps the object when ours is gone. */
  void keepByOther() {
    var _ =
        cluster.put(
            new VolumeAttachmentBuilder(now())
                .editMetadata()
                .addToFinalizers("other.example/wait")
                .endMetadata()
                .build());
  }

  /** The API server does not let us write, once. */
  void refuseNextWrite(String words) {
    AtomicBoolean refused = new AtomicBoolean();
    cluster
        .api()
        .beforeEach(
            () -> {
              if (!refused.getAndSet(true)) {
                throw new KubernetesClientException(words, 403, null);
              }
            });
  }

  /** Somebody takes the PersistentVolume's finalizers away and deletes it. */
  void losePersistentVolume() {
    cluster.put(volumeNow().edit().editMetadata().withFinalizers().endMetadata().build());
    cluster.delete(volume);
  }

  @Override
  public void close() {
    driver.close();
    cluster.close();
  }
}
