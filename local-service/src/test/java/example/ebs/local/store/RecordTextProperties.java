package example.ebs.local.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.FilesystemType;
import example.ebs.csi.model.VolumeSize;
import example.ebs.local.model.DirectoryName;
import example.ebs.local.model.LocalVolumeId;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A record is read back as it was written, or refused. */
final class RecordTextProperties {
  @Property
  void whatWasWrittenIsRead(@ForAll("volumes") VolumeRecord volume) {
    assertThat(RecordText.read(volume.key(), RecordText.write(volume))).isEqualTo(volume);
  }

  @Property
  void aPartOfARecordIsNone(@ForAll("volumes") VolumeRecord volume, @ForAll int cut) {
    String text = RecordText.write(volume);
    String part = text.substring(0, Math.floorMod(cut, text.length()));

    assertThatThrownBy(() -> RecordText.read(volume.key(), part))
        .isInstanceOf(Failure.Internal.class)
        .hasMessageContaining("damaged");
  }

  @Property
  void anythingElseIsNone(@ForAll("volumes") VolumeRecord volume, @ForAll String text) {
    assertThatThrownBy(() -> RecordText.read(volume.key(), text))
        .isInstanceOf(Failure.Internal.class);
  }

  @Property
  void aRecordOfAnotherVolumeIsNone(@ForAll("volumes") VolumeRecord volume) {
    VolumeKey other = VolumeKey.of(LocalVolumeId.ofVolume("another volume"));

    assertThatThrownBy(() -> RecordText.read(other, RecordText.write(volume)))
        .isInstanceOf(Failure.Internal.class);
  }

  @Provide
  Arbitrary<VolumeRecord> volumes() {
    Arbitrary<VolumeRecord.Limit> limits =
        Combinators.combine(
                Arbitraries.of(EnforcedBy.values()),
                Arbitraries.longs().greaterOrEqual(1).map(VolumeSize::new).optional(),
                Arbitraries.of(FilesystemType.values()).optional())
            .as(VolumeRecord.Limit::new);
    Arbitrary<Stage> stages =
        Arbitraries.longs()
            .greaterOrEqual(0)
            .flatMap(
                inode ->
                    Arbitraries.of(
                        new Stage.Claimed(inode), new Stage.Ready(), new Stage.Removing(inode)));
    return Combinators.combine(
            Arbitraries.strings().map(LocalVolumeId::ofVolume).map(VolumeKey::of),
            Arbitraries.strings()
                .map(DirectoryName::of)
                .map(DirectoryName::value)
                .list()
                .ofMinSize(1)
                .ofMaxSize(2),
            Arbitraries.of(Lifetime.values()),
            limits,
            stages,
            pods())
        .as(
            (key, directory, lifetime, limit, stage, pod) ->
                new VolumeRecord(key, List.copyOf(directory), lifetime, limit, stage, pod));
  }

  private static Arbitrary<Optional<PodReference>> pods() {
    return Arbitraries.of(
        Optional.empty(),
        Optional.of(new PodReference("7f1c9a52-6a0e", "shop", "web-0")),
        Optional.of(new PodReference("0123456789abcdef", "", "")));
  }
}
