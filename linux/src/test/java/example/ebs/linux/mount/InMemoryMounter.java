package example.ebs.linux.mount;

import example.ebs.csi.failure.Failure;
import example.ebs.linux.device.DeviceNodes;
import example.ebs.linux.device.DeviceNumber;
import example.ebs.linux.path.Place;
import example.ebs.linux.system.Descriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Mounts that exist only in a table, above directories and files that are real. Devices are plain
 * files that were declared to be one.
 */
public final class InMemoryMounter implements Mounter, DeviceNodes {
  private final Map<Path, DeviceNumber> devices = new HashMap<>();
  private final List<MountEntry> entries = new ArrayList<>();
  private final Set<DeviceNumber> made = new HashSet<>();
  private Optional<Failure> refusal = Optional.empty();
  private Runnable beforeBind = () -> {};
  private Runnable beforeUnmount = () -> {};
  private Runnable beforeOpen = () -> {};
  private int looks;

  /** From now on that file is a block device. */
  public void declare(Path node, DeviceNumber number) {
    devices.put(node, number);
  }

  /** The service has made a node for that device, some time ago. */
  public void hasMade(DeviceNumber number) {
    made.add(number);
  }

  /** Of which devices the service has nodes that it made. */
  public synchronized Set<DeviceNumber> made() {
    return Set.copyOf(made);
  }

  /** Every bind fails. */
  public void refuseBind(Failure failure) {
    refusal = Optional.of(failure);
  }

  /** What happens, once, when the next bind begins. */
  public void beforeBind(Runnable action) {
    beforeBind = action;
  }

  /** What happens, once, when the next unmount begins. */
  public void beforeUnmount(Runnable action) {
    beforeUnmount = action;
  }

  /** What happens, once, when the next device is about to be opened. */
  public void beforeOpen(Runnable action) {
    beforeOpen = action;
  }

  /** All that is mounted, in the order in which it was. */
  public synchronized List<MountEntry> all() {
    return List.copyOf(entries);
  }

  /** All that is mounted at that very path, the topmost last. */
  public List<MountEntry> at(Path target) {
    return all().stream().filter(entry -> entry.target().equals(target)).toList();
  }

  /** How often the whole table was read. */
  public synchronized int looks() {
    return looks;
  }

  @Override
  public synchronized MountTable mounts() {
    looks++;
    StringBuilder text = new StringBuilder();
    entries.forEach(entry -> text.append(line(entry)));
    return MountTables.of(text.toString());
  }

  @Override
  public synchronized Optional<DeviceNumber> mountedAt(Descriptor folder, String name) {
    return topmost(real(folder.path()).resolve(name)).map(MountEntry::device);
  }

  @Override
  public synchronized boolean showsWhole(Place mounted) {
    return topmost(real(mounted.self().path())).filter(MountEntry::isWhole).isPresent();
  }

  @Override
  public synchronized void mount(FilesystemMount filesystem, Place target) {
    DeviceNumber number =
        number(filesystem.device())
            .orElseThrow(() -> new Failure.Unavailable(filesystem.device() + " has gone"));
    MountFlags flags = filesystem.options().set();
    entries.add(
        new MountEntry(
            1,
            number,
            "/",
            target.path().path(),
            flags.ofMount(),
            filesystem.type(),
            flags.ofFilesystem()));
  }

  @Override
  public void bind(Path source, Place target, MountOptions options) {
    Runnable action = beforeBind;
    beforeBind = () -> {};
    action.run();
    addBind(source, target, options);
  }

  private synchronized void addBind(Path source, Place target, MountOptions options) {
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    Path real = real(source);
    MountEntry bound =
        topmost(real)
            .map(entry -> at(entry, target.path().path(), options.changing(entry.flags())))
            .orElseGet(
                () ->
                    new MountEntry(
                        1,
                        new DeviceNumber(0, 6),
                        "/" + real.getFileName(),
                        target.path().path(),
                        options.changing(new MountFlags(MountFlags.RELATIME)),
                        "devtmpfs",
                        MountFlags.NONE));
    number(real).ifPresent(number -> devices.put(target.path().path(), number));
    entries.add(bound);
  }

  @Override
  public boolean unmount(Path path, String name) {
    Runnable action = beforeUnmount;
    beforeUnmount = () -> {};
    action.run();
    return removeTopmost(real(path.resolveSibling("")).resolve(String.valueOf(path.getFileName())));
  }

  private synchronized boolean removeTopmost(Path target) {
    Optional<MountEntry> found = topmost(target);
    found.ifPresent(
        entry -> {
          entries.remove(entries.lastIndexOf(entry));
          if (!entry.isWhole()) {
            devices.remove(target);
          }
        });
    return found.isPresent();
  }

  @Override
  public synchronized Optional<DeviceNumber> number(Path node) {
    try {
      return Optional.ofNullable(devices.get(node.toRealPath()));
    } catch (IOException missing) {
      return Optional.empty();
    }
  }

  @Override
  public Opened open(Path node) {
    Runnable action = beforeOpen;
    beforeOpen = () -> {};
    action.run();
    return () -> {};
  }

  @Override
  public Path make(String name, DeviceNumber number) {
    throw new Failure.PreconditionFailed(name + ": nodes cannot be made here");
  }

  @Override
  public synchronized void remove(Predicate<DeviceNumber> unneeded) {
    made.removeIf(unneeded);
  }

  private Optional<MountEntry> topmost(Path target) {
    return entries.reversed().stream().filter(entry -> entry.target().equals(target)).findFirst();
  }

  private static MountEntry at(MountEntry entry, Path target, MountFlags flags) {
    return new MountEntry(
        entry.parent(),
        entry.device(),
        entry.root(),
        target,
        flags,
        entry.type(),
        entry.filesystemFlags());
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String line(MountEntry entry) {
    return "25 %d %s %s %s %s shared:1 - %s none %s\n"
        .formatted(
            entry.parent(),
            entry.device(),
            entry.root(),
            MountLine.escape(entry.target().toString()),
            words(entry.flags()),
            entry.type(),
            words(entry.filesystemFlags()));
  }

  private static String words(MountFlags flags) {
    List<String> words = new ArrayList<>(List.of(flags.isReadOnly() ? "ro" : "rw"));
    Map<Long, String> names =
        Map.of(
            MountFlags.NOSUID, "nosuid",
            MountFlags.NODEV, "nodev",
            MountFlags.NOEXEC, "noexec",
            MountFlags.NOATIME, "noatime",
            MountFlags.NODIRATIME, "nodiratime",
            MountFlags.RELATIME, "relatime",
            MountFlags.SYNCHRONOUS, "sync",
            MountFlags.LAZYTIME, "lazytime");
    names.forEach((bit, name) -> addIf((flags.bits() & bit) != 0, name, words));
    return String.join(",", words);
  }

  private static void addIf(boolean present, String name, List<String> words) {
    if (present) {
      words.add(name);
    }
  }
}
