package example.ebs.emulator.device;

import example.ebs.emulator.process.Commands;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The folders in which instances find their devices: for each volume a node {@code loopN}, a link
 * with the name that was asked for, and a link with EBS's name under {@code disk/by-id}.
 *
 * <p>Links are made before the node and removed after it: so a node always has links that say whose
 * it is, whenever the process dies.
 */
final class InstanceFolders {
  private static final int LOOP_MAJOR = 7;

  private final Path root;
  private final Commands commands;

  InstanceFolders(Path root, Commands commands) {
    this.root = root;
    this.commands = commands;
  }

  Path folder(String instanceId) {
    return root.resolve(instanceId);
  }

  void add(String instanceId) throws IOException {
    Files.createDirectories(folder(instanceId).resolve("disk/by-id"));
  }

  void remove(String instanceId) throws IOException {
    if (Files.exists(folder(instanceId), LinkOption.NOFOLLOW_LINKS)) {
      Files.walkFileTree(folder(instanceId), new Deletion());
    }
  }

  /** Makes the node of a loop device and its names. */
  void show(Placement placement, int loop) throws IOException {
    add(placement.instanceId());
    String node = "loop" + loop;
    Path path = folder(placement.instanceId()).resolve(node);
    if (!pointsTo(asked(placement), node) || !pointsTo(byId(placement), "../../" + node)) {
      hide(placement);
      Files.createSymbolicLink(asked(placement), Path.of(node));
      Files.createSymbolicLink(byId(placement), Path.of("../../" + node));
    }
    if (!isNode(path, loop)) {
      Files.deleteIfExists(path);
      makeNode(path, loop);
    }
  }

  void makeNode(Path path, int loop) throws IOException {
    commands.run(
        "mknod", "-m", "0660", path.toString(), "b", "" + LOOP_MAJOR, Integer.toString(loop));
  }

  /** Takes away the names of a volume and the node they lead to. */
  void hide(Placement placement) throws IOException {
    for (Path link : new Path[] {asked(placement), byId(placement)}) {
      Optional<Path> target = target(link);
      if (target.isPresent()) {
        Path node = target.get().getFileName();
        Files.deleteIfExists(folder(placement.instanceId()).resolve(node));
      }
    }
    Files.deleteIfExists(asked(placement));
    Files.deleteIfExists(byId(placement));
  }

  private Path asked(Placement placement) {
    Path name = Path.of(placement.deviceName()).getFileName();
    return folder(placement.instanceId()).resolve(name);
  }

  private Path byId(Placement placement) {
    String serial = placement.volumeId().replace("-", "");
    return folder(placement.instanceId())
        .resolve("disk/by-id/nvme-Amazon_Elastic_Block_Store_" + serial);
  }

  private static boolean pointsTo(Path link, String text) throws IOException {
    return target(link).map(Path::toString).filter(text::equals).isPresent();
  }

  private static Optional<Path> target(Path link) throws IOException {
    return Files.isSymbolicLink(link)
        ? Optional.of(Files.readSymbolicLink(link))
        : Optional.empty();
  }

  private static boolean isNode(Path path, int loop) throws IOException {
    try {
      Object device = Files.getAttribute(path, "unix:rdev", LinkOption.NOFOLLOW_LINKS);
      return device.equals(deviceNumber(loop));
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  /** As the kernel packs major and minor numbers into one. */
  private static long deviceNumber(int loop) {
    return (loop & 0xffL) | ((long) LOOP_MAJOR << 8) | ((loop & ~0xffL) << 12);
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.delete(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
