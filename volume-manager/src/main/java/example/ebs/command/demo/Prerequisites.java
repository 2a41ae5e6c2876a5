package example.ebs.command.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the demo needs of this machine. */
final class Prerequisites {
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

  static Prerequisites ofThisMachine() {
    return new Prerequisites(FOLDERS.stream().map(Path::of).toList());
  }

  /** What is missing, each with what to do about it; empty when the demo can run. */
  List<String> missing(boolean root, String filesystem) {
    List<String> problems = new ArrayList<>();
    if (!root) {
      problems.add(
          "needs root: its volumes are real loop devices that it attaches, formats and mounts."
              + " Run: sudo ./ebs demo");
    }
    for (String tool : tools(filesystem)) {
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
