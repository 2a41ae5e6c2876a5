package example.ebs.linux.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.Shell;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.work.SeparateTasks;
import example.ebs.linux.RootOnly;
import example.ebs.linux.device.DeviceNodes;
import example.ebs.linux.device.LinuxDeviceNodes;
import example.ebs.linux.device.SystemDevices;
import example.ebs.linux.system.LinuxFiles;
import example.ebs.linux.system.LinuxLoops;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The contract with the kernel, and what only it can do. */
final class LinuxLoopDevicesTest extends LoopDevicesContract {
  private static final int SECTOR = 512;

  private @TempDir Path temporary;

  @BeforeEach
  void prepare() throws IOException {
    RootOnly.require();
    Files.createDirectory(folder());
  }

  @AfterEach
  void detach() {
    if (Files.isDirectory(folder())) {
      Shell.result("sh", "-c", "umount " + folder() + "/mounted");
      Shell.result(
          "sh",
          "-c",
          "losetup -l -n -O NAME,BACK-FILE | grep -F ' %s/' | cut -d' ' -f1 | xargs -rn1 losetup -d"
              .formatted(folder()));
    }
  }

  @Override
  LoopDevices loops() {
    return loops(Path.of("/dev"));
  }

  private LoopDevices loops(Path dev) {
    return loops(dev, new LinuxDeviceNodes(temporary.resolve("own-nodes"), new LinuxFiles()));
  }

  private static LoopDevices loops(Path dev, DeviceNodes nodes) {
    return new LinuxLoopDevices(
        dev,
        new SystemDevices(Path.of("/sys")),
        nodes,
        new LinuxLoops(),
        new SeparateTasks(Clock.systemUTC()));
  }

  @Override
  Path folder() {
    return temporary.resolve("images");
  }

  @Test
  void whatIsWrittenToTheDeviceIsInTheFile() throws IOException {
    Path image = image("a");
    LoopDevice attached = attach(image, Access.READ_WRITE);
    try (FileChannel device =
        FileChannel.open(attached.device().node(), StandardOpenOption.WRITE)) {
      device.write(ByteBuffer.wrap("here".getBytes(StandardCharsets.US_ASCII)), SECTOR);
      device.force(true);
    }
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "r")) {
      file.seek(SECTOR);
      assertThat(file.readByte()).isEqualTo((byte) 'h');
    }
  }

  @Test
  void aReadOnlyDeviceTakesNoWrites() throws IOException {
    LoopDevice attached = attach(image("a"), Access.READ_ONLY);

    assertThat(Shell.run("blockdev", "--getro", attached.device().node().toString()))
        .isEqualTo("1");
  }

  @Test
  void aDeviceThatSomebodyMadeReadOnlyIsWritableForTheNextFile() throws IOException {
    LoopDevice first = attach(image("a"), Access.READ_WRITE);
    Shell.run("blockdev", "--setro", first.device().node().toString());
    loops().detach(first);
    LoopDevice second = attach(image("b"), Access.READ_WRITE);

    assertThat(Shell.run("blockdev", "--getro", second.device().node().toString())).isEqualTo("0");
  }

  @Test
  void aDeviceWithoutANodeGetsOneOfOurOwn() throws IOException {
    // As in a container whose /dev was made before the device.
    Path bare = Files.createDirectory(temporary.resolve("dev"));
    Files.createSymbolicLink(bare.resolve("loop-control"), Path.of("/dev/loop-control"));
    Path image = image("a");
    LoopDevices loops = loops(bare);
    LoopDevice attached;
    try (var file = open(image)) {
      attached = loops.attach(file, Access.READ_WRITE);
    }

    assertThat(attached.device().node()).hasParent(temporary.resolve("own-nodes"));
    assertThat(attach(image, Access.READ_WRITE).device().number())
        .isEqualTo(attached.device().number());
    loops.detach(attached);
    assertThat(of(image)).isEmpty();
    assertThat(attached.device().node()).as("the node, once it is detached").doesNotExist();
  }

  @Test
  void aMountedDeviceIsNotDetached() throws IOException {
    Path image = image("a");
    LoopDevice attached = attach(image, Access.READ_WRITE);
    Path place = Files.createDirectory(folder().resolve("mounted"));
    Shell.run("mkfs.ext4", "-q", attached.device().node().toString());
    Shell.run("mount", attached.device().node().toString(), place.toString());

    assertThatThrownBy(() -> loops().detach(attached))
        .isInstanceOf(Failure.InUse.class)
        .hasMessageContaining("mounted");
    Shell.run("umount", place.toString());
    loops().detach(attached);
    assertThat(of(image)).isEmpty();
  }

  @Test
  void anOpenDeviceIsDetachedWhenItIsClosedUnlessItIsWantedAgain() throws IOException {
    Path image = image("a");
    LoopDevice attached = attach(image, Access.READ_WRITE);
    try (FileChannel _ = FileChannel.open(attached.device().node())) {
      assertThatThrownBy(() -> loops().detach(attached)).isInstanceOf(Failure.InUse.class);
    }
    assertThat(of(image)).isEmpty();

    LoopDevice again = attach(image, Access.READ_WRITE);
    try (FileChannel _ = FileChannel.open(again.device().node())) {
      assertThatThrownBy(() -> loops().detach(again)).isInstanceOf(Failure.InUse.class);
      assertThat(attach(image, Access.READ_WRITE)).isEqualTo(again);
    }
    assertThat(of(image)).containsExactly(again);
  }

  @Test
  void aFileThatIsAttachedInPartIsRefused() throws IOException {
    Path image = image("a");
    Shell.run("losetup", "-f", "-o", "4096", image.toString());

    assertThatThrownBy(() -> attach(image, Access.READ_WRITE))
        .isInstanceOf(Failure.InUse.class)
        .hasMessageContaining("in part");
  }

  @Test
  void aFileThatSomebodyAttachedTwiceIsRefused() throws IOException {
    Path image = image("a");
    Shell.run("losetup", "-f", image.toString());
    Shell.run("losetup", "-f", image.toString());

    assertThatThrownBy(() -> attach(image, Access.READ_WRITE))
        .isInstanceOf(Failure.InUse.class)
        .hasMessageContaining("more than one loop device");
  }

  @Test
  void aFileThatAnotherProcessIsAttachingIsLeftToIt() throws IOException {
    Path image = image("a");
    try (var file = open(image);
        var held = new LinuxLoops().open(file.path(), false)) {
      assertThat(new LinuxLoops().lock(held)).isTrue();
      assertThatThrownBy(() -> attach(image, Access.READ_WRITE))
          .isInstanceOf(Failure.InProgress.class);
    }
    assertThat(attach(image, Access.READ_WRITE)).isNotNull();
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aDeviceOfAnotherFileThatHangsKeepsNoneFromItsOwn() throws Exception {
    LoopDevice other = attach(image("other"), Access.READ_WRITE);
    Path image = image("a");
    try (HangingNode hanging = new HangingNode(temporary, other);
        var file = open(image)) {
      LoopDevices loops = loops(hanging.dev(), hanging);
      LoopDevice attached = loops.attach(file, Access.READ_WRITE);
      assertThat(loops.attach(file, Access.READ_WRITE)).isEqualTo(attached);
      assertThat(loops.of(file)).containsExactly(attached);
      loops.detach(attached);
      assertThat(loops.of(file)).isEmpty();
    }
  }

  @Test
  void manyAtOnceGiveEachFileOneDevice() throws Exception {
    Path[] images = {image("a"), image("b"), image("c"), image("d")};
    Set<Object> devices = ConcurrentHashMap.newKeySet();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Stream<Callable<Boolean>> calls =
          Stream.of(images).flatMap(image -> Stream.of(image, image, image)).map(this::attaching);
      for (Future<Boolean> call : threads.invokeAll(calls.toList())) {
        call.get();
      }
    }
    for (Path image : images) {
      assertThat(of(image)).hasSize(1).allSatisfy(one -> devices.add(one.device().number()));
    }
    assertThat(devices).hasSize(images.length);
  }

  private Callable<Boolean> attaching(Path image) {
    return () -> {
      try {
        LoopDevice _ = attach(image, Access.READ_WRITE);
        return true;
      } catch (Failure.InProgress another) {
        return false;
      }
    };
  }

  @Test
  void aMachineWithoutLoopDevicesSaysWhatToDo() throws IOException {
    Path bare = Files.createDirectory(temporary.resolve("dev"));
    try (var file = open(image("a"))) {
      assertThatThrownBy(() -> loops(bare).attach(file, Access.READ_WRITE))
          .isInstanceOf(Failure.PreconditionFailed.class)
          .hasMessageContaining("kernel module loop");
    }
  }
}
