package example.ebs.linux.mount;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Mount options as {@code mount(2)} wants them: what the kernel knows as bits, the rest as text for
 * the filesystem.
 *
 * @param set bits that an option asked for
 * @param cleared bits whose opposite was asked for, such as {@code exec}
 * @param data the filesystem's own options that were asked for, separated by commas; may hold
 *     secrets, so never shown
 * @param added those that nobody asked for and this service wants
 */
public record MountOptions(MountFlags set, MountFlags cleared, String data, List<String> added) {
  public static final MountOptions NONE =
      new MountOptions(MountFlags.NONE, MountFlags.NONE, "", List.of());

  private static final long ACCESS_TIMES =
      MountFlags.NOATIME | MountFlags.RELATIME | MountFlags.STRICTATIME;
  private static final String ANY_UUID = "nouuid";
  private static final Map<String, Change> KNOWN =
      Map.ofEntries(
          sets("ro", MountFlags.RDONLY),
          clears("rw", MountFlags.RDONLY),
          sets("nosuid", MountFlags.NOSUID),
          clears("suid", MountFlags.NOSUID),
          sets("nodev", MountFlags.NODEV),
          clears("dev", MountFlags.NODEV),
          sets("noexec", MountFlags.NOEXEC),
          clears("exec", MountFlags.NOEXEC),
          sets("nosymfollow", MountFlags.NOSYMFOLLOW),
          sets("sync", MountFlags.SYNCHRONOUS),
          clears("async", MountFlags.SYNCHRONOUS),
          sets("dirsync", MountFlags.DIRSYNC),
          sets("mand", MountFlags.MANDLOCK),
          clears("nomand", MountFlags.MANDLOCK),
          accessTime("noatime", MountFlags.NOATIME),
          accessTime("atime", MountFlags.RELATIME),
          accessTime("relatime", MountFlags.RELATIME),
          accessTime("strictatime", MountFlags.STRICTATIME),
          sets("nodiratime", MountFlags.NODIRATIME),
          clears("diratime", MountFlags.NODIRATIME),
          sets("lazytime", MountFlags.LAZYTIME),
          clears("nolazytime", MountFlags.LAZYTIME),
          sets("silent", MountFlags.SILENT),
          clears("loud", MountFlags.SILENT));

  /** Words of {@code /etc/fstab} that mean something to programs and nothing to the kernel. */
  private static final Set<String> OF_PROGRAMS =
      Set.of("", "defaults", "auto", "noauto", "user", "nouser", "_netdev", "nofail");

  /** Parses a list whose items may themselves be lists separated by commas. */
  public static MountOptions parse(List<String> options) {
    long set = 0;
    long cleared = 0;
    List<String> data = new ArrayList<>();
    for (String option : String.join(",", options).split(",", -1)) {
      Change change = KNOWN.get(option);
      if (change != null) {
        set = (set & ~change.clear) | change.set;
        cleared = (cleared & ~change.set) | change.clear;
      } else if (!OF_PROGRAMS.contains(option) && !option.startsWith("x-")) {
        data.add(option);
      }
    }
    return new MountOptions(
        new MountFlags(set), new MountFlags(cleared), String.join(",", data), List.of());
  }

  /**
   * The same for xfs that may have another filesystem's UUID, as a volume made from a snapshot has.
   */
  public MountOptions withAnyUuid() {
    return adding(ANY_UUID);
  }

  /** The same with one more option of the filesystem's own, unless it is there. */
  public MountOptions adding(String option) {
    if (List.of(data.split(",", -1)).contains(option) || added.contains(option)) {
      return this;
    }
    List<String> more = new ArrayList<>(added);
    more.add(option);
    return new MountOptions(set, cleared, data, List.copyOf(more));
  }

  /** All options of the filesystem's own, separated by commas. */
  public String text() {
    return Stream.concat(Stream.of(data).filter(asked -> !asked.isEmpty()), added.stream())
        .collect(Collectors.joining(","));
  }

  /** The same, and only for reading. */
  public MountOptions readOnly() {
    MountFlags readOnly = MountFlags.READ_ONLY;
    return new MountOptions(set.with(readOnly), cleared.without(readOnly), data, added);
  }

  /** The same, without taking away what somebody else has set, such as read-only. */
  public MountOptions onlyAdding() {
    return new MountOptions(set, new MountFlags(cleared.bits() & ACCESS_TIMES), data, added);
  }

  /** Flags that a mount has already, changed as these options ask. */
  public MountFlags changing(MountFlags flags) {
    return flags.without(cleared).with(set).shown();
  }

  /** Whether the caller asked for nothing, so that a refusal cannot be due to it. */
  public boolean isEmpty() {
    return set.bits() == 0 && data.isEmpty();
  }

  @Override
  public String toString() {
    return "MountOptions[not shown]";
  }

  private static Map.Entry<String, Change> sets(String name, long bit) {
    return Map.entry(name, new Change(bit, 0));
  }

  private static Map.Entry<String, Change> clears(String name, long bit) {
    return Map.entry(name, new Change(0, bit));
  }

  private static Map.Entry<String, Change> accessTime(String name, long bit) {
    return Map.entry(name, new Change(bit, ACCESS_TIMES & ~bit));
  }

  private record Change(long set, long clear) {}
}
