package example.ebs.controller.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeId;
import example.ebs.csi.model.VolumeSize;
import example.ebs.csi.model.Zone;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every cloud must do with volumes; runs on the fake and on EC2's adapter. */
public abstract class VolumeCloudContract {
  private static final VolumeId NOWHERE = new VolumeId("vol-0fffffffffffffff0");

  protected abstract VolumeCloud cloud();

  protected abstract VolumeListing listing();

  /** Attaches the volume to some node. */
  protected abstract void attach(VolumeId volume);

  private String name = "";

  @BeforeEach
  void anotherName() {
    name = "contract-" + UUID.randomUUID();
  }

  @Test
  void nothingHasANameThatNobodyGave() {
    assertThat(cloud().findByName(name)).isEmpty();
  }

  @Test
  void aCreatedVolumeIsFoundByItsNameAndById() {
    EbsVolume created = created(request(name, ClientToken.of(name, 1), 20));
    assertThat(cloud().findByName(name))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.id()).isEqualTo(created.id());
              assertThat(found.size()).isEqualTo(VolumeSize.ofGibibytes(20));
              assertThat(found.zone()).isEqualTo(new Zone("us-east-1b"));
              assertThat(found.traits().type()).isEqualTo("gp3");
              assertThat(found.traits().iops()).isEqualTo(OptionalInt.of(4000));
              assertThat(found.traits().throughput()).isEqualTo(OptionalInt.of(250));
              assertThat(found.nodes()).isEmpty();
            });
    assertThat(cloud().find(Set.of(created.id(), NOWHERE))).containsOnlyKeys(created.id());
  }

  @Test
  void theSameTokenGivesTheSameVolume() {
    NewVolume request = request(name, ClientToken.of(name, 1), 10);
    assertThat(created(request).id()).isEqualTo(created(request).id());
    assertThat(cloud().findByName(name)).hasSize(1);
  }

  @Test
  void aTokenWithOtherParametersIsSpent() {
    created(request(name, ClientToken.of(name, 1), 10));
    assertThat(cloud().create(request(name, ClientToken.of(name, 1), 20)))
        .isEqualTo(new Creation.TokenSpent());
  }

  @Test
  void aTokenWhoseVolumeIsGoneIsSpentOrShowsTheVolumeGoing() {
    NewVolume request = request(name, ClientToken.of(name, 1), 10);
    cloud().delete(created(request).id());
    Creation again = cloud().create(request);
    assertThat(again instanceof Creation.Created made && !made.volume().state().isGoing())
        .isFalse();
  }

  @Test
  void aNameIsNeverAPattern() {
    created(request(name + "-x", ClientToken.of(name, 1), 10));
    assertThat(cloud().findByName(name + "-*")).isEmpty();
    assertThat(cloud().findByName(name + "-?")).isEmpty();
    created(request(name + "\\*", ClientToken.of(name, 2), 10));
    assertThat(cloud().findByName(name + "\\*")).hasSize(1);
  }

  @Test
  void aDeletedVolumeIsGoneAndMayBeDeletedAgain() {
    EbsVolume volume = created(request(name, ClientToken.of(name, 1), 10));
    cloud().delete(volume.id());
    assertThat(cloud().findByName(name)).allMatch(found -> found.state().isGoing());
    cloud().delete(volume.id());
    cloud().delete(NOWHERE);
  }

  @Test
  void anAttachedVolumeIsNotDeleted() {
    EbsVolume volume = created(request(name, ClientToken.of(name, 1), 10));
    attach(volume.id());
    assertThatThrownBy(() -> cloud().delete(volume.id())).isInstanceOf(Failure.InUse.class);
    assertThat(cloud().find(Set.of(volume.id())).values())
        .singleElement()
        .satisfies(found -> assertThat(found.nodes()).hasSize(1));
  }

  @Test
  void aListHoldsWhatHasAllTheTagsAndNothingElse() {
    EbsVolume wanted = created(request(name, ClientToken.of(name, 1), 10));
    created(request(name + "-x", ClientToken.of(name + "-x", 1), 10));
    assertThat(listing().withTags(Map.of(VolumeTags.NAME, name)))
        .extracting(EbsVolume::id)
        .containsExactly(wanted.id());
    assertThat(listing().withTags(Map.of(VolumeTags.NAME, name + "*"))).isEmpty();
    assertThat(listing().withTags(Map.of(VolumeTags.NAME, name, "another", "tag"))).isEmpty();
  }

  @Test
  void zonesComeInAStableOrder() {
    assertThat(cloud().zones()).isNotEmpty().isEqualTo(cloud().zones());
  }

  private EbsVolume created(NewVolume request) {
    assertThat(cloud().create(request)).isInstanceOf(Creation.Created.class);
    EbsVolume volume = ((Creation.Created) cloud().create(request)).volume();
    // The state of a new volume passes on its own; the contract goes on once it has.
    while (cloud().find(Set.of(volume.id())).values().stream()
        .anyMatch(found -> found.state() == VolumeState.CREATING)) {
      Thread.onSpinWait();
    }
    return volume;
  }

  private static NewVolume request(String name, String token, long gibibytes) {
    return new NewVolume(
        token,
        new Zone("us-east-1b"),
        new VolumeSpecification(
            VolumeSize.ofGibibytes(gibibytes),
            new VolumeType.Gp3(4000, 250),
            new Encryption.AccountDefault(),
            false),
        Map.of(VolumeTags.NAME, name));
  }
}
