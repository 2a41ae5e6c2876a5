package example.ebs.csi.work;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class WhereaboutsTest {
  @Test
  void theSystemCallIsNamedAndWhoMadeIt() {
    assertThat(
            Whereabouts.of(
                stack(
                    "com.kenai.jffi.Foreign.invokeN2",
                    "com.kenai.jffi.Invoker.invokeN2",
                    "example.ebs.linux.system.MountCalls$jnr$ffi$1.umount2",
                    "example.ebs.linux.system.LinuxMounts.unmount",
                    "example.ebs.linux.mount.LinuxMounter.unmount")))
        .isEqualTo("MountCalls.umount2, called by LinuxMounts.unmount");
  }

  @Test
  void ofJavasOwnCallsTheOneThatWasMadeIsNamed() {
    assertThat(
            Whereabouts.of(
                stack(
                    "sun.nio.ch.UnixFileDispatcherImpl.force0",
                    "sun.nio.ch.FileChannelImpl.force",
                    "example.ebs.linux.filesystem.FormatMarker.write",
                    "example.ebs.linux.filesystem.LinuxFilesystems.format")))
        .isEqualTo("FileChannelImpl.force, called by FormatMarker.write");
  }

  @Test
  void whatIsInNoCallIsWhereItIs() {
    assertThat(Whereabouts.of(stack("example.ebs.node.stage.VolumeStager.stage")))
        .isEqualTo("VolumeStager.stage");
    assertThat(Whereabouts.of(stack("java.lang.Thread.run"))).isEqualTo("Thread.run");
    assertThat(Whereabouts.of(stack())).isEqualTo("no call any more");
  }

  private static StackTraceElement[] stack(String... frames) {
    StackTraceElement[] stack = new StackTraceElement[frames.length];
    for (int depth = 0; depth < frames.length; depth++) {
      int dot = frames[depth].lastIndexOf('.');
      stack[depth] =
          new StackTraceElement(
              frames[depth].substring(0, dot), frames[depth].substring(dot + 1), "X.java", 1);
    }
    return stack;
  }
}
