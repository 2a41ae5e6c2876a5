package example.ebs.command.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the demo needs of this machine. */
public final class Prerequisites {
  private static final List<String> FOLDERS =
      List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");
  private static final Map<String, String> PACKAGES =
      Map.of(
          "mkfs.ext4", "e2fsprogs",
          "e2fsck", "e2fsprogs",
          "mkfs.xfs", "xfsprogs",
          "blkid", "util-linux",
          "losetup", "util-linux",
          "setpriv", "util-linux",
          "findmnt", "mount",
          "mknod", "coreutils");

  private final List<Path> folders;

  /**
   * Looks for programs in these folders.
   *
   * @param folders as in PATH, which itself is not asked: sudo and cron set it as they like
   */
  Prerequisites(List<Path> folders) {
    this.folders = folders;
  }

  public static Prerequisites ofThisMachine() {
    return new Prerequisites(FOLDERS.stream().map(Path::of).toList());
  }

  /** What is missing, each with what to do about it; empty when the demo can run. */
  public List<String> missing(boolean root, String filesystem) {
    List<String> problems = new ArrayList<>();
    if (!root) {
      problems.add(
          "needs root: its volumes are real loop devices that it attaches, formats and mounts."
              + " Run: sudo ./ebs demo, with the same flags");
    }
    problems.addAll(missing(tools(filesystem)));
    return problems;
  }

  /**
   * The same for a demo of local volumes.
   *
   * @param root whether this process is root's, be it in a user namespace only
   * @param images whether a volume may be an image with a filesystem
   */
  public List<String> missingForLocal(boolean root, boolean images) {
    List<String> problems = new ArrayList<>();
    if (!root) {
      problems.add(
          "needs root, or a user namespace, because it mounts; ./ebs makes one where the kernel allows it."
              + " Run: ./ebs demo --mode hostPath");
    }
    problems.addAll(
        missing(images ? List.of("findmnt", "mkfs.ext4", "e2fsck", "blkid") : List.of("findmnt")));
    return problems;
  }

  private List<String> missing(List<String> tools) {
    List<String> problems = new ArrayList<>();
    for (String tool : tools) {
      if (folders.stream().noneMatch(folder -> Files.isExecutable(folder.resolve(tool)))) {
        String name = PACKAGES.getOrDefault(tool, tool);
        problems.add(
            "needs " + tool + ", which is in the package " + name + ": apt-get install " + name);
      }
    }
    return problems;
  }

  private static List<String> tools(String filesystem) {
    List<String> tools =
        new ArrayList<>(List.of("losetup", "mknod", "blkid", "setpriv", "mkfs." + filesystem));
    if (filesystem.equals("ext4")) {
      tools.add("e2fsck");
    }
    return tools;
  }
}
