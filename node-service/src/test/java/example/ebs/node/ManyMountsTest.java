package example.ebs.node;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.Shell;
import example.ebs.linux.RootOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine on which very much is mounted, and a process with the heap that a node service has. */
final class ManyMountsTest {
  private static final int MOUNTS = 50_000;
  private static final int CALLS = 50;
  private static final Pattern OPTION = Pattern.compile("(?<=\\s)-XX?:?[^\\s)]+");

  private @TempDir Path folder;

  @Test
  void aNodeWithTinyMemoryServesManyCallsAtOnceAmongFiftyThousandMounts() throws IOException {
    RootOnly.require();
    Path limit = Path.of("/proc/sys/fs/mount-max");
    if (Long.parseLong(Shell.run("cat", limit.toString())) < MOUNTS + 10_000) {
      RootOnly.skip(limit + " does not allow " + MOUNTS + " mounts");
    }
    List<String> command = new ArrayList<>(List.of("unshare", "-m", "--propagation", "private"));
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(optionsOfANode());
    command.add("-Djava.io.tmpdir=" + folder.toRealPath());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(AmongManyMounts.class.getName());
    Path mounts = Files.createDirectory(folder.resolve("mounts"));
    command.addAll(List.of(mounts.toRealPath().toString(), "" + MOUNTS, "" + CALLS));

    Shell.Result result = Shell.result(command.toArray(String[]::new));

    assertThat(result.output()).contains(CALLS + " calls at once are answered");
    assertThat(result.exitCode()).as(result.output()).isZero();
  }

  /** A process that ends for want of memory leaves its device behind. */
  @AfterEach
  void detach() {
    String mine = "losetup -n -O NAME,BACK-FILE | grep -F ' " + folder + "/'";
    Shell.result("sh", "-c", mine + " | cut -d' ' -f1 | xargs -r losetup -d");
  }

  /** As the launcher has them. */
  private static List<String> optionsOfANode() throws IOException {
    String launcher = Files.readString(Path.of("../ebs"));
    String node =
        launcher.substring(launcher.indexOf("\n  node)"), launcher.indexOf("\n  controller |"));
    String all =
        launcher.substring(
            launcher.indexOf("\noptions=("),
            launcher.indexOf("\n)", launcher.indexOf("\noptions=(")));
    List<String> options = OPTION.matcher(node + all).results().map(MatchResult::group).toList();
    assertThat(options).anyMatch(option -> option.startsWith("-Xmx"));
    return options;
  }
}
