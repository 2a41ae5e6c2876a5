package example.ebs.controller.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.model.VolumeId;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every cloud must tell of owners; runs on the fake and on EC2's adapter. */
public abstract class VolumeOwnersContract {
  protected abstract VolumeOwners owners();

  /** A volume that somebody else made, of which nothing was told yet. */
  protected abstract VolumeId tagged(Map<String, String> tags);

  @Test
  void everyClusterThatOwnsAVolumeIsNamed() {
    VolumeId volume =
        tagged(
            Map.of(
                "kubernetes.io/cluster/green", "owned",
                "kubernetes.io/cluster/red", "owned",
                "kubernetes.io/cluster/yellow", "shared",
                "Name", "kubernetes.io/cluster/blue"));
    assertThat(owners().of(volume)).containsExactlyInAnyOrder("green", "red");
  }

  @Test
  void whatNobodyTaggedOrNobodyMadeHasNoOwner() {
    assertThat(owners().of(tagged(Map.of("team", "storage")))).isEmpty();
    assertThat(owners().of(new VolumeId("vol-0fffffffffffffff0"))).isEmpty();
  }
}
