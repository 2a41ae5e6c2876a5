package example.ebs.provisioner.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.provisioner.FakeCluster;
import example.ebs.provisioner.Given;
import example.ebs.provisioner.Objects;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ObjectDeletionTest {
  @AutoClose private static final FakeCluster CLUSTER = new FakeCluster().start();

  @BeforeEach
  void begin() {
    CLUSTER.clear();
  }

  @Test
  void theObjectThatWasSeenGoesWhateverChangedInItMeanwhile() {
    PersistentVolume seen = CLUSTER.put(volume("first"));
    seen.getMetadata().setResourceVersion("1");
    delete(seen);
    assertThat(CLUSTER.now(seen)).isEmpty();
  }

  @Test
  void anotherThatHasItsNameByNowStays() {
    PersistentVolume seen = CLUSTER.put(volume("first"));
    CLUSTER.delete(seen);
    PersistentVolume another = CLUSTER.put(volume("second"));
    delete(seen);
    assertThat(CLUSTER.now(another)).isPresent();
  }

  @Test
  void whatIsGoneAlreadyIsNoFailure() {
    PersistentVolume seen = CLUSTER.put(volume("first"));
    CLUSTER.delete(seen);
    assertThatCode(() -> delete(seen)).doesNotThrowAnyException();
  }

  @Test
  void anObjectOfANamespaceIsFoundThere() {
    PersistentVolumeClaim claim = Given.claim("data", "class");
    claim.getMetadata().getFinalizers().clear();
    PersistentVolumeClaim seen = CLUSTER.put(claim);
    ObjectDeletion.of(seen, CLUSTER.client());
    CLUSTER.settle();
    assertThat(CLUSTER.now(seen)).isEmpty();
  }

  @Test
  void aRefusalIsAFailure() {
    PersistentVolume seen = CLUSTER.put(volume("first"));
    CLUSTER
        .api()
        .beforeEach(
            () -> {
              throw new KubernetesClientException("no", 403, null);
            });
    assertThatThrownBy(() -> delete(seen)).isInstanceOf(KubernetesClientException.class);
  }

  private static void delete(PersistentVolume seen) {
    ObjectDeletion.of(seen, CLUSTER.client());
    CLUSTER.settle();
  }

  private static PersistentVolume volume(String uid) {
    PersistentVolume volume = Objects.volume("pv-1", Given.DRIVER, "vol-1");
    volume.getMetadata().setUid(uid);
    return volume;
  }
}
