package example.ebs.linux.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import example.ebs.linux.system.Descriptor;
import example.ebs.linux.system.LinuxFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What everybody relies on, of the fake and of the real kernel alike. */
abstract class LoopDevicesContract {
  private final LinuxFiles files = new LinuxFiles();

  abstract LoopDevices loops();

  /** A folder of the test's own; files of it that are still attached are detached afterwards. */
  abstract Path folder();

  @Test
  void anAttachedFileIsFoundByItsDescriptor() throws IOException {
    try (Descriptor file = open(image("a"))) {
      LoopDevice attached = loops().attach(file, Access.READ_WRITE);

      assertThat(attached.device().readOnly()).isFalse();
      assertThat(loops().of(file)).containsExactly(attached);
    }
  }

  @Test
  void aFileThatIsAttachedAlreadyKeepsItsOneDevice() throws IOException {
    Path image = image("a");
    LoopDevice first = attach(image, Access.READ_WRITE);

    assertThat(attach(image, Access.READ_WRITE)).isEqualTo(first);
    assertThat(of(image)).containsExactly(first);
  }

  @Test
  void aRenamedFileIsStillTheSameFile() throws IOException {
    Path image = image("a");
    LoopDevice first = attach(image, Access.READ_WRITE);
    Path renamed = Files.move(image, folder().resolve("b"));

    assertThat(attach(renamed, Access.READ_WRITE)).isEqualTo(first);
  }

  @Test
  void anotherFileOfTheSameNameIsAnotherFile() throws IOException {
    Path image = image("a");
    LoopDevice first = attach(image, Access.READ_WRITE);
    Files.move(image, folder().resolve("b"));
    Path second = image("a");

    assertThat(of(second)).isEmpty();
    assertThat(attach(second, Access.READ_WRITE).device().number())
        .isNotEqualTo(first.device().number());
  }

  @Test
  void aReadOnlyDeviceSaysSo() throws IOException {
    assertThat(attach(image("a"), Access.READ_ONLY).device().readOnly()).isTrue();
  }

  @Test
  void aFileIsNeverAttachedWithTwoKindsOfAccess() throws IOException {
    Path image = image("a");
    LoopDevice first = attach(image, Access.READ_ONLY);

    assertThatThrownBy(() -> attach(image, Access.READ_WRITE))
        .isInstanceOf(Failure.InUse.class)
        .hasMessageContaining("read-only");
    assertThat(of(image)).containsExactly(first);
  }

  @Test
  void aDetachedFileHasNoDeviceAndIsDetachedAgainWithoutHarm() throws IOException {
    Path image = image("a");
    LoopDevice attached = attach(image, Access.READ_WRITE);
    loops().detach(attached);

    assertThat(of(image)).isEmpty();
    loops().detach(attached);
  }

  @Test
  void aDeviceThatIsAnotherFilesByNowIsNotDetached() throws IOException {
    LoopDevice old = attach(image("a"), Access.READ_WRITE);
    loops().detach(old);
    Path other = image("b");
    LoopDevice current = attach(other, Access.READ_WRITE);
    loops().detach(new LoopDevice(current.device(), old.file()));

    assertThat(of(other)).containsExactly(current);
  }

  @Test
  void whatIsNoFileOfASectorIsRefused() throws IOException {
    Path small = Files.write(folder().resolve("small"), new byte[511]);
    Path pipe = Files.createDirectory(folder().resolve("directory"));

    for (Path refused : new Path[] {small, pipe}) {
      assertThatThrownBy(() -> attach(refused, Access.READ_WRITE))
          .isInstanceOf(Failure.InvalidRequest.class)
          .hasMessageContaining(refused.toString());
    }
  }

  LoopDevice attach(Path image, Access access) {
    try (Descriptor file = open(image)) {
      return loops().attach(file, access);
    }
  }

  Iterable<LoopDevice> of(Path image) {
    try (Descriptor file = open(image)) {
      return loops().of(file);
    }
  }

  Path image(String name) throws IOException {
    Path path = folder().resolve(name);
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(32 << 20);
    }
    return path;
  }

  Descriptor open(Path file) {
    try (Descriptor parent = files.openRoot(file.resolveSibling("."))) {
      return files.openAny(parent, String.valueOf(file.getFileName()));
    }
  }
}
