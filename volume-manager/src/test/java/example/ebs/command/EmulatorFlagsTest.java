package example.ebs.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where an emulator may be: its folder, port, address and zones. */
final class EmulatorFlagsTest {
  private final Console console = new Console();

  @Test
  void anEmulatorWithoutAPlaceSaysWhichAndWhy() {
    assertThat(console.run("emulator", "--devices", "none", "--state-dir", "/proc/none")).isOne();
    assertThat(console.err())
        .contains("the folder /proc/none")
        .contains("no such file or directory")
        .contains("choose another with --state-dir");

    assertThat(console.run("emulator", "--devices", "none", "--state-dir", "/etc/passwd")).isOne();
    assertThat(console.err()).contains("/etc/passwd: is there, and is no folder");
  }

  @Test
  void anEmulatorWhosePortIsTakenSaysWhich(@TempDir Path folder) throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());

      assertThat(
              console.run(
                  "emulator", "--devices", "none", "--state-dir", folder + "/s", "--port", port))
          .isOne();
      assertThat(console.err())
          .contains("cannot listen on 127.0.0.1:" + port)
          .contains("choose another with --port");
    }
  }

  @Test
  void theEmulatorRefusesAPublicAddressUnlessToldOtherwise() {
    assertThat(console.run("emulator", "--bind", "0.0.0.0")).isEqualTo(2);
    assertThat(console.err()).contains("--bind").contains("--allow-public");
  }

  @Test
  void anEmulatedNodeIsInAZoneThatTheEmulatorHas() {
    assertThat(
            console.run(
                "all",
                "--emulator",
                "--devices",
                "none",
                "--zones",
                "a,b",
                "--zone",
                "c",
                "--endpoint",
                "/nowhere/csi.sock"))
        .isEqualTo(2);
    assertThat(console.err()).contains("--zone: the emulator has a, b, not c");
  }
}
