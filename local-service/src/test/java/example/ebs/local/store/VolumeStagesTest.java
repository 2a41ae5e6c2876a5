package example.ebs.local.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.time.Deadline;
import example.ebs.linux.system.LinuxFiles;
import example.ebs.local.model.LocalVolumeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a call finds that comes after one which was killed, at each point where it could be. */
final class VolumeStagesTest {
  private static final VolumeKey KEY = VolumeKey.of(LocalVolumeId.ofVolume("pvc-1"));
  private static final VolumeRecord WANTED =
      new VolumeRecord(
          KEY,
          List.of("shop-data-pvc-1"),
          Lifetime.CLAIM,
          new VolumeRecord.Limit(EnforcedBy.NONE, Optional.empty(), Optional.empty()),
          new Stage.Claimed(0),
          Optional.empty());
  private static final Deadline LATE = new Deadline(Instant.MAX);

  @TempDir private Path folder;
  private Path root;
  private Path directory;
  private OpenStore store;

  @BeforeEach
  void open() {
    root = folder.resolve("root");
    directory = root.resolve("shop-data-pvc-1");
    store = store().open();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aVolumeIsADirectoryAndARecord() {
    VolumeRecord made = VolumeDirectories.claim(store, WANTED);

    assertThat(directory).isEmptyDirectory();
    assertThat(Records.find(store, KEY)).contains(made);
    assertThat(Records.all(store)).containsExactly(KEY);
    assertThat(root.resolve(".making")).isEmptyDirectory();
  }

  @Test
  void killedBeforeItsRecordWasWrittenItIsMadeAnew() throws IOException {
    makeOwn(".making", KEY.value());

    var _ = VolumeDirectories.claim(store, WANTED);

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void killedBeforeItsDirectoryHadItsNameItGetsItNow() throws IOException {
    VolumeRecord claimed = claimedAs(makeOwn(".making", KEY.value()));

    assertThat(VolumeDirectories.finish(store, claimed)).isEqualTo(claimed);

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aDirectoryThatSomebodyMadeMeanwhileIsTheirs() throws IOException {
    VolumeRecord claimed = claimedAs(makeOwn(".making", KEY.value()));
    Files.createDirectory(directory);
    Files.createFile(directory.resolve("theirs"));

    assertThatThrownBy(() -> VolumeDirectories.finish(store, claimed))
        .isInstanceOf(Failure.AlreadyExists.class);
    new VolumeRemoval(Clock.systemUTC()).remove(store, claimed, LATE);

    assertThat(directory.resolve("theirs")).exists();
    assertThat(Records.find(store, KEY)).isEmpty();
  }

  @Test
  void aClaimedVolumeWhoseDirectoryHasGoneIsMadeAnew() {
    VolumeRecord claimed = Records.write(store, WANTED.at(new Stage.Claimed(4711)));

    var _ = VolumeDirectories.finish(store, claimed);

    assertThat(directory).isEmptyDirectory();
    assertThat(Records.find(store, KEY)).isPresent();
  }

  @Test
  void aRootThatWasUsedIsNotedAlthoughACallWasKilledBeforeTheNote() throws IOException {
    Files.delete(folder.resolve("used/root"));

    store().open().close();

    assertThat(folder.resolve("used/root")).hasContent(root + "\n");
    assertThat(store().used().names()).containsExactly("root");
  }

  @Test
  void aNoteThatWasHalfWrittenIsNone() throws IOException {
    Files.move(folder.resolve("used/root"), folder.resolve("used/.new-root"));

    assertThat(store().used().names()).isEmpty();
    store().open().close();

    assertThat(store().used().names()).containsExactly("root");
  }

  @Test
  void aRemovalThatWasKilledIsEndedByTheNext() throws IOException {
    VolumeRecord ready = ready();
    Files.createFile(directory.resolve("file"));
    VolumeRecord removing = Records.write(store, ready.at(new Stage.Removing(inode(directory))));

    new VolumeRemoval(Clock.systemUTC()).remove(store, removing, LATE);

    assertThat(directory).doesNotExist();
    assertThat(Records.all(store)).isEmpty();
  }

  @Test
  void whatGetsARemovedVolumesNameIsNotRemovedWithIt() throws IOException {
    VolumeRecord removing = Records.write(store, ready().at(new Stage.Removing(inode(directory))));
    Files.move(directory, folder.resolve("kept-so-that-its-number-is-not-used-again"));
    Files.createDirectory(directory);

    new VolumeRemoval(Clock.systemUTC()).remove(store, removing, LATE);

    assertThat(directory).exists();
    assertThat(Records.all(store)).isEmpty();
  }

  @Test
  void whatIsInTheTrashIsDeletedHoweverDeepItIs() throws IOException {
    Path deep = makeOwn(".trash", "left");
    for (int level = 0; level < 300; level++) {
      deep = Files.createDirectory(deep.resolve("d"));
      Files.createFile(deep.resolve("file"));
    }
    Files.createSymbolicLink(root.resolve(".trash/left/link"), folder);

    new VolumeRemoval(Clock.systemUTC()).finish(store, LATE);

    assertThat(root.resolve(".trash")).isEmptyDirectory();
    assertThat(folder).isNotEmptyDirectory();
  }

  @Test
  void aRemovalEndsInTimeAndGoesOnWithTheNextCall() throws IOException {
    VolumeRecord ready = ready();
    Files.createDirectories(directory.resolve("a/b/c"));
    VolumeRemoval removal = new VolumeRemoval(Clock.systemUTC());

    assertThatThrownBy(() -> removal.remove(store, ready, new Deadline(Instant.EPOCH)))
        .isInstanceOf(Failure.TimedOut.class);
    assertThat(directory).doesNotExist();
    removal.remove(store, Records.find(store, KEY).orElseThrow(), LATE);

    assertThat(root.resolve(".trash")).isEmptyDirectory();
    assertThat(Records.all(store)).isEmpty();
  }

  @Test
  void onceADirectoryIsInTheTrashItsNumberClaimsNoOther() throws IOException {
    VolumeRecord ready = ready();
    Files.createDirectories(directory.resolve("a"));
    VolumeRemoval removal = new VolumeRemoval(Clock.systemUTC());

    assertThatThrownBy(() -> removal.remove(store, ready, new Deadline(Instant.EPOCH)))
        .isInstanceOf(Failure.TimedOut.class);

    assertThat(Records.find(store, KEY).orElseThrow().stage()).isEqualTo(new Stage.Removing(0));
  }

  @Test
  void aFolderOfTheDriversThatOthersMayEnterIsRefused() throws IOException {
    Path records = root.resolve(".records");
    Files.setPosixFilePermissions(
        records, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThatThrownBy(() -> Records.find(store, KEY))
        .isInstanceOf(Failure.PreconditionFailed.class)
        .hasMessageContaining("mode rwxr-xr-x");
  }

  @Test
  void aLinkInPlaceOfAFolderOfTheDriversIsRefused() throws IOException {
    Files.createSymbolicLink(root.resolve(".trash"), folder);

    assertThatThrownBy(() -> new VolumeRemoval(Clock.systemUTC()).finish(store, LATE))
        .isInstanceOf(Failure.PreconditionFailed.class)
        .hasMessageContaining("symbolic link");
  }

  @Test
  void aDamagedRecordIsNotGuessedAt() throws IOException {
    var _ = ready();
    Files.writeString(root.resolve(".records").resolve(KEY.value()), "");

    assertThatThrownBy(() -> Records.find(store, KEY))
        .isInstanceOf(Failure.Internal.class)
        .hasMessageContaining("damaged");
    assertThat(directory).exists();
  }

  @Test
  void aRecordThatWasHalfWrittenIsNone() throws IOException {
    Files.writeString(root.resolve(".records").resolve(".new-" + KEY), "half");

    assertThat(Records.all(store)).isEmpty();
    assertThat(VolumeDirectories.claim(store, WANTED).key()).isEqualTo(KEY);
  }

  @Test
  void theVolumesOfAPodLieInOneFolderThatGoesWithTheLast() throws IOException {
    VolumeRecord first = ofPod("one");
    VolumeRecord second = ofPod("two");
    VolumeRemoval removal = new VolumeRemoval(Clock.systemUTC());

    removal.remove(store, first, LATE);
    assertThat(root.resolve("pod-uid/two")).exists();
    removal.remove(store, second, LATE);

    assertThat(root.resolve("pod-uid")).doesNotExist();
    try (Stream<Path> left = Files.list(root)) {
      assertThat(left).allMatch(path -> path.getFileName().toString().startsWith("."));
    }
  }

  private VolumeRecord ofPod(String name) {
    VolumeRecord wanted =
        new VolumeRecord(
            VolumeKey.of(LocalVolumeId.ofVolume(name)),
            List.of("pod-uid", name),
            Lifetime.POD,
            WANTED.limit(),
            WANTED.stage(),
            Optional.of(new PodReference("pod-uid", "shop", "web")));
    return Records.write(store, VolumeDirectories.claim(store, wanted).at(new Stage.Ready()));
  }

  private VolumeRecord ready() {
    return Records.write(store, VolumeDirectories.claim(store, WANTED).at(new Stage.Ready()));
  }

  private VolumeRecord claimedAs(Path made) throws IOException {
    return Records.write(store, WANTED.at(new Stage.Claimed(inode(made))));
  }

  private Path makeOwn(String own, String name) throws IOException {
    store.own(own).close();
    return Files.createDirectory(root.resolve(own).resolve(name));
  }

  private static long inode(Path path) throws IOException {
    return (Long) Files.getAttribute(path, "unix:ino");
  }

  private Store store() {
    UsedRoots used = UsedRoots.in(folder.resolve("used"));
    return new Store("root", root, true, used, new LinuxFiles());
  }
}
