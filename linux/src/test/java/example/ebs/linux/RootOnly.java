package example.ebs.linux;

import static org.junit.jupiter.api.Assumptions.abort;

import example.ebs.csi.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What a test needs of the machine; where it is missing the test is skipped and says why. */
public final class RootOnly {
  private static final Set<String> PRINTED = ConcurrentHashMap.newKeySet();

  private RootOnly() {}

  /** Loop devices and mounts. */
  public static void require() {
    if (!"root".equals(System.getProperty("user.name"))) {
      skip("not root: no loop devices, no mounts");
    }
    if (!Files.exists(Path.of("/dev/loop-control"))) {
      skip("no /dev/loop-control: no loop devices");
    }
    requireTool("mkfs.ext4");
    if (Shell.result("unshare", "-m", "true").exitCode() != 0) {
      skip("mounting is not permitted here");
    }
  }

  public static void requireTool(String tool) {
    if (!Shell.has(tool)) {
      skip(tool + " is not installed");
    }
  }

  /** Skips the test, and prints why, once for each reason. */
  public static void skip(String reason) {
    if (PRINTED.add(reason)) {
      System.out.println("skipped: " + reason);
    }
    abort(reason);
  }
}
