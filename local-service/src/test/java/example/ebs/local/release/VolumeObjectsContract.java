package example.ebs.local.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.kubernetes.ObjectVersion;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every kind of {@link VolumeObjects} does. */
interface VolumeObjectsContract {
  VolumeObjects objects();

  /** Has the cluster hold it as it is. */
  void put(VolumeObject object);

  void delete(String name);

  @Test
  default void whatIsThereIsReadAsItIsNow() {
    put(Volumes.released());
    assertThat(objects().read(Volumes.NAME)).contains(Volumes.released());

    VolumeObject retained =
        Volumes.with(Volumes.released(), Volumes.life(true, "Released", "Retain"));
    put(retained);

    assertThat(objects().read(Volumes.NAME)).contains(retained);
    assertThat(objects().read("another")).isEmpty();
  }

  @Test
  default void onlyTheFinalizerThatIsNamedIsTakenAway() {
    put(Volumes.withFinalizers(Volumes.released(), List.of("a", Volumes.FINALIZER, "b")));
    objects().removeFinalizer(objects().read(Volumes.NAME).orElseThrow(), Volumes.FINALIZER);

    assertThat(objects().read(Volumes.NAME).orElseThrow().life().finalizers())
        .containsExactly("a", "b");
  }

  @Test
  default void finalizersThatHaveMovedMeanwhileAreLeftAlone() {
    put(Volumes.withFinalizers(Volumes.released(), List.of("a", Volumes.FINALIZER, "b")));
    VolumeObject read = objects().read(Volumes.NAME).orElseThrow();
    VolumeObject moved = Volumes.withFinalizers(read, List.of(Volumes.FINALIZER, "b"));
    put(moved);

    assertThatThrownBy(() -> objects().removeFinalizer(read, Volumes.FINALIZER))
        .isInstanceOf(Failure.InProgress.class);
    assertThat(objects().read(Volumes.NAME)).contains(moved);
  }

  @Test
  default void anotherObjectOfThatNameKeepsItsFinalizer() {
    VolumeObject first = Volumes.released();
    VolumeObject second =
        new VolumeObject(
            new ObjectVersion(Volumes.NAME, "uid-2", "9"),
            first.marks(),
            first.life(),
            first.source());
    put(second);

    assertThatThrownBy(() -> objects().removeFinalizer(first, Volumes.FINALIZER))
        .isInstanceOf(Failure.InProgress.class);
    assertThat(objects().read(Volumes.NAME)).contains(second);
  }

  @Test
  default void anAnnotationIsSetBesideTheOthers() {
    put(Volumes.released());
    objects().annotate(Volumes.NAME, "a/b", "quota \"1\"");
    objects().annotate(Volumes.NAME, "c", "image");

    assertThat(objects().read(Volumes.NAME).orElseThrow().marks().annotations())
        .containsEntry("a/b", "quota \"1\"")
        .containsEntry("c", "image");
  }

  @Test
  default void whatIsGoneNeedsNothing() {
    put(Volumes.released());
    delete(Volumes.NAME);

    objects().removeFinalizer(Volumes.released(), Volumes.FINALIZER);
    objects().annotate(Volumes.NAME, "a", "b");
    assertThat(objects().read(Volumes.NAME)).isEmpty();
  }
}
