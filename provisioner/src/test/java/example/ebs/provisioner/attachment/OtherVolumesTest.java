package example.ebs.provisioner.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.proto.csi.ControllerPublishVolumeRequest;
import example.ebs.proto.csi.ControllerServiceCapability.RPC;
import example.ebs.proto.csi.ControllerUnpublishVolumeRequest;
import example.ebs.provisioner.FakeDriver;
import example.ebs.provisioner.Objects;
import example.ebs.provisioner.csi.InTreeVolumes;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Volumes that are not written as this driver writes them, and drivers that are not this one. */
final class OtherVolumesTest {
  private static final PersistentVolume VOLUME =
      Objects.volume("pv-1", AttachmentScene.NAME, AttachmentScene.VOLUME);

  private static final Secret SECRET =
      new SecretBuilder()
          .withNewMetadata()
          .withName("key")
          .withNamespace("vault")
          .endMetadata()
          .withData(Map.of("word", "c2VzYW1l"))
          .build();

  @Test
  void attachesAVolumeOfKubernetesOwnDriverOfOld() {
    FakeDriver driver = FakeDriver.named(InTreeVolumes.DRIVER);
    PersistentVolume old =
        Objects.inTreeVolume("pv-1", "aws://us-east-1a/" + AttachmentScene.VOLUME, 1);
    try (AttachmentScene scene = new AttachmentScene(driver, old)) {
      scene.attach();
      ControllerPublishVolumeRequest request =
          driver.requests(ControllerPublishVolumeRequest.class).getFirst();
      assertThat(request.getVolumeId()).isEqualTo(AttachmentScene.VOLUME);
      assertThat(request.getVolumeContextMap()).isEqualTo(Map.of("partition", "1"));
      assertThat(scene.now().getMetadata().getFinalizers())
          .containsExactly("external-attacher/ebs-csi-aws-com");
      scene.delete();
      scene.reconcile();
      assertThat(driver.nodes(AttachmentScene.VOLUME)).isEmpty();
    }
  }

  @Test
  void attachesAVolumeThatThePodDescribes() {
    try (AttachmentScene scene = new AttachmentScene()) {
      VolumeAttachment inline =
          scene.cluster.put(
              scene
                  .attachment
                  .edit()
                  .editSpec()
                  .withNewSource()
                  .withInlineVolumeSpec(VOLUME.getSpec())
                  .endSource()
                  .endSpec()
                  .build());
      scene.reconcile(inline);
      assertThat(scene.now().getStatus().getAttached()).isTrue();
      assertThat(scene.volumeNow().getMetadata().getFinalizers()).isEmpty();
      scene.delete();
      scene.reconcile();
      assertThat(scene.driver.nodes(AttachmentScene.VOLUME)).isEmpty();
    }
  }

  @Test
  void everythingCountsAsAttachedWhereTheDriverHasNothingToAttach() {
    FakeDriver driver = FakeDriver.without(AttachmentScene.NAME, RPC.Type.PUBLISH_UNPUBLISH_VOLUME);
    try (AttachmentScene scene = new AttachmentScene(driver, VOLUME)) {
      scene.attach();
      assertThat(scene.now().getStatus().getAttached()).isTrue();
      assertThat(scene.now().getMetadata().getFinalizers()).isEmpty();
      assertThat(driver.requests(ControllerPublishVolumeRequest.class)).isEmpty();
      scene.delete();
      assertThat(scene.isGone()).isTrue();
    }
  }

  @Test
  void readOnlyIsForDriversThatKnowIt() {
    PersistentVolume readOnly =
        VOLUME.edit().editSpec().editCsi().withReadOnly(true).endCsi().endSpec().build();
    try (AttachmentScene scene =
        new AttachmentScene(FakeDriver.named(AttachmentScene.NAME), readOnly)) {
      scene.attach();
      assertThat(asked(scene).getReadonly()).isFalse();
    }
    FakeDriver knows = FakeDriver.with(AttachmentScene.NAME, RPC.Type.PUBLISH_READONLY);
    try (AttachmentScene scene = new AttachmentScene(knows, readOnly)) {
      scene.attach();
      assertThat(asked(scene).getReadonly()).isTrue();
    }
  }

  @Test
  void aRawVolumeIsAskedForAsABlockDevice() {
    PersistentVolume raw = VOLUME.edit().editSpec().withVolumeMode("Block").endSpec().build();
    try (AttachmentScene scene = new AttachmentScene(FakeDriver.named(AttachmentScene.NAME), raw)) {
      scene.attach();
      assertThat(asked(scene).getVolumeCapability().hasBlock()).isTrue();
    }
  }

  @Test
  void aSecretIsToldAndItsLossKeepsNothingAttached() {
    try (AttachmentScene scene = secretive()) {
      scene.attach();
      assertThat(scene.attachError().getMessage()).contains("Secret vault/key");
      scene.cluster.put(SECRET);
      scene.reconcile();
      assertThat(asked(scene).getSecretsMap()).isEqualTo(Map.of("word", "sesame"));
      scene.cluster.delete(SECRET);
      scene.delete();
      scene.reconcile();
      assertThat(scene.driver.requests(ControllerUnpublishVolumeRequest.class)).hasSize(1);
      assertThat(scene.isGone()).isTrue();
    }
  }

  @Test
  void aSecretIsToldToADetachThoughThePersistentVolumeHasGone() {
    try (AttachmentScene scene = secretive()) {
      scene.cluster.put(SECRET);
      scene.attach();
      scene.losePersistentVolume();
      scene.delete();
      scene.reconcile();
      assertThat(
              scene
                  .driver
                  .requests(ControllerUnpublishVolumeRequest.class)
                  .getFirst()
                  .getSecretsMap())
          .isEqualTo(Map.of("word", "sesame"));
      assertThat(scene.isGone()).isTrue();
    }
  }

  @Test
  void aSecretThatCannotBeReadIsAnErrorThatNamesIt() {
    try (AttachmentScene scene = secretive()) {
      scene.cluster.put(SECRET);
      scene.cluster.api().forbidReading(path -> path.contains("/secrets/"));
      scene.attach();
      assertThat(scene.attachError().getMessage())
          .contains("Secret vault/key")
          .contains("the right to get it");
      assertThat(scene.attachError().getErrorCode()).isEqualTo(7);
      assertThat(scene.driver.requests(ControllerPublishVolumeRequest.class)).isEmpty();
      scene.cluster.api().forbidReading(_ -> false);
      scene.reconcile();
      scene.cluster.api().forbidReading(path -> path.contains("/secrets/"));
      scene.delete();
      scene.reconcile();
      assertThat(scene.detachError().getMessage()).contains("Secret vault/key");
    }
  }

  /** A volume that is attached with a secret. */
  private static AttachmentScene secretive() {
    PersistentVolume secretive =
        VOLUME
            .edit()
            .editSpec()
            .editCsi()
            .withNewControllerPublishSecretRef("key", "vault")
            .endCsi()
            .endSpec()
            .build();
    return new AttachmentScene(FakeDriver.named(AttachmentScene.NAME), secretive);
  }

  private static ControllerPublishVolumeRequest asked(AttachmentScene scene) {
    return scene.driver.requests(ControllerPublishVolumeRequest.class).getFirst();
  }
}
