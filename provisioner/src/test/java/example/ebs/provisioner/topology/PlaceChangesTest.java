package example.ebs.provisioner.topology;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.provisioner.FakeCluster;
import example.ebs.provisioner.Given;
import io.fabric8.kubernetes.api.model.storage.CSINode;
import io.fabric8.kubernetes.api.model.storage.CSINodeBuilder;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which changes of what a node's drivers say may change where volumes can be made. */
@Timeout(60)
final class PlaceChangesTest {
  private static final CSINode REGISTERED = Given.registered("node-a", Given.ZONE);

  @AutoClose private final FakeCluster cluster = new FakeCluster();
  private final AtomicInteger changes = new AtomicInteger();

  @BeforeEach
  void begin() {
    PlaceChanges.watch(cluster.cluster(), changes::incrementAndGet);
    cluster.start();
    cluster.put(REGISTERED);
    awaitChange(1);
  }

  @Test
  void theRoomOfADriverIsNoneAndAnotherDriverAndOtherKeysAre() {
    cluster.put(
        new CSINodeBuilder(REGISTERED)
            .editSpec()
            .editFirstDriver()
            .withNewAllocatable()
            .withCount(7)
            .endAllocatable()
            .endDriver()
            .endSpec()
            .build());
    cluster.put(Given.registered("node-a", Given.ZONE, "rack"));
    awaitChange(2);

    cluster.put(
        new CSINodeBuilder(Given.registered("node-a", Given.ZONE, "rack"))
            .editSpec()
            .addNewDriver()
            .withName("other.example")
            .withNodeID("x")
            .endDriver()
            .endSpec()
            .build());
    awaitChange(3);
  }

  /** Changes come in their order, so one too many would be seen with the next. */
  private void awaitChange(int number) {
    while (changes.get() < number) {
      Thread.onSpinWait();
    }
    assertThat(changes).hasValue(number);
  }
}
