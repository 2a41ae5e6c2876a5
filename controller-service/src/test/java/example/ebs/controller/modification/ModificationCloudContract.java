package example.ebs.controller.modification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.controller.volume.Creation;
import example.ebs.controller.volume.EbsVolume;
import example.ebs.controller.volume.Encryption;
import example.ebs.controller.volume.NewVolume;
import example.ebs.controller.volume.VolumeCloud;
import example.ebs.controller.volume.VolumeSpecification;
import example.ebs.controller.volume.VolumeType;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeId;
import example.ebs.csi.model.VolumeSize;
import example.ebs.csi.model.Zone;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every cloud must do with modifications; runs on the fake and on EC2's adapter. */
public abstract class ModificationCloudContract {
  private static final VolumeId NOWHERE = new VolumeId("vol-0fffffffffffffff0");

  protected abstract ModificationCloud cloud();

  protected abstract VolumeCloud volumes();

  /** So that modifications under way get on. */
  protected abstract void letTimePass();

  @Test
  void aVolumeThatWasNeverModifiedHasNoLatestModification() {
    VolumeId volume = created();
    assertThat(cloud().latest(Set.of(volume, NOWHERE))).isEmpty();
    assertThat(cloud().look(volume).volume()).isPresent();
    assertThat(cloud().look(volume).latest()).isEmpty();
    assertThat(cloud().look(NOWHERE).volume()).isEmpty();
  }

  @Test
  void aModificationIsToldWithWhatWasAndWhatIsAskedFor() {
    VolumeId volume = created();
    VolumeShape from = shape(volume);
    VolumeShape to = from.grownTo(VolumeSize.ofGibibytes(9));
    Modification begun = begun(volume, from, to);
    assertThat(begun.original().meets(from)).isTrue();
    assertThat(begun.target().meets(to)).isTrue();
    Modification latest = done(volume);
    assertThat(latest.target().meets(to)).isTrue();
    assertThat(latest.begun()).isEqualTo(begun.begun());
    assertThat(shape(volume)).isEqualTo(to);
  }

  @Test
  void typeAndPerformanceAreChangedTogether() {
    VolumeId volume = created();
    VolumeShape to =
        new VolumeShape(
            VolumeSize.ofGibibytes(8), "io2", OptionalInt.of(2000), OptionalInt.empty());
    begun(volume, shape(volume), to);
    assertThat(done(volume).target().meets(to)).isTrue();
    assertThat(shape(volume).meets(to)).isTrue();
  }

  @Test
  void whatEc2DoesNotAllowIsRefusedAndChangesNothing() {
    VolumeId volume = created();
    VolumeShape from = shape(volume);
    assertThatThrownBy(() -> cloud().modify(volume, from, from.grownTo(VolumeSize.ofGibibytes(2))))
        .isInstanceOf(Failure.class)
        .matches(failure -> ((Failure) failure).isFinal());
    assertThat(shape(volume)).isEqualTo(from);
    assertThat(cloud().latest(Set.of(volume))).isEmpty();
  }

  private Modification begun(VolumeId volume, VolumeShape from, VolumeShape to) {
    ModificationStart start = cloud().modify(volume, from, to);
    assertThat(start).isInstanceOf(ModificationStart.Begun.class);
    return ((ModificationStart.Begun) start).modification();
  }

  private Modification done(VolumeId volume) {
    letTimePass();
    while (true) {
      Optional<Modification> latest =
          Optional.ofNullable(cloud().latest(Set.of(volume)).get(volume));
      if (latest.filter(modification -> modification.state().isDone()).isPresent()) {
        return latest.get();
      }
      Thread.onSpinWait();
    }
  }

  private VolumeShape shape(VolumeId volume) {
    return VolumeShape.of(cloud().look(volume).volume().orElseThrow());
  }

  private VolumeId created() {
    String name = "contract-" + UUID.randomUUID();
    Creation creation =
        volumes()
            .create(
                new NewVolume(
                    name,
                    new Zone("us-east-1b"),
                    new VolumeSpecification(
                        VolumeSize.ofGibibytes(8),
                        new VolumeType.Gp3(3000, 125),
                        new Encryption.AccountDefault(),
                        false),
                    Map.of()));
    assertThat(creation).isInstanceOf(Creation.Created.class);
    EbsVolume volume = ((Creation.Created) creation).volume();
    while (!cloud().look(volume.id()).volume().orElseThrow().state().isUsable()) {
      Thread.onSpinWait();
    }
    return volume.id();
  }
}
