package example.ebs.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** The image that deploy/image/build makes: what is in it, and as whom it runs. */
final class ImageTest {
  private static final String VERSION =
      Objects.requireNonNull(System.getProperty("ebs.version"), "Maven sets ebs.version");
  private static final DockerImageName IMAGE = DockerImageName.parse("ebs.example/ebs:" + VERSION);
  private static final int HTTP = 3301;

  @BeforeEach
  void dockerHasTheImage() {
    assumeTrue(
        DockerClientFactory.instance().isDockerAvailable(), "needs Docker, and none is reachable");
    assumeTrue(isThere(), IMAGE + " is not there; make it with deploy/image/build");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mkfs.ext4 -V",
        "e2fsck -V",
        "dumpe2fs -V",
        "mkfs.xfs -V",
        "xfs_repair -V",
        "xfs_growfs -V",
        "xfs_admin -V",
        "mkfs.btrfs --version",
        "btrfs --version",
        "blkid -V",
        "losetup -V",
        "blockdev -V",
        "prlimit -V",
        "mount -V"
      })
  void everyToolIsThereAndStarts(String call) throws Exception {
    try (GenericContainer<?> container = idle()) {
      assertThat(exec(container, call)).matches(said -> said.getExitCode() == 0, call);
    }
  }

  @Test
  void ext4CanBeMadeGrownAndChecked() throws Exception {
    try (GenericContainer<?> container = idle()) {
      String story =
          "truncate -s 64M f && mkfs.ext4 -q f && truncate -s 128M f && e2fsck -fp f && resize2fs f"
              + " && e2fsck -fn f && blkid -p f";
      assertThat(exec(container, story).getStdout()).contains("TYPE=\"ext4\"");
    }
  }

  @Test
  void xfsAndBtrfsCanBeMadeAndChecked() throws Exception {
    try (GenericContainer<?> container = idle()) {
      String xfs = "truncate -s 512M x && mkfs.xfs -q x && xfs_repair -n x && blkid -p x";
      String btrfs = "truncate -s 256M b && mkfs.btrfs -q b && btrfs check b && blkid -p b";
      assertThat(exec(container, xfs).getStdout()).contains("TYPE=\"xfs\"");
      assertThat(exec(container, btrfs).getStdout()).contains("TYPE=\"btrfs\"");
    }
  }

  /** With the mode "on" the JVM refuses to start when a cache does not fit its jars or itself. */
  @ParameterizedTest
  @ValueSource(strings = {"--version", "node --help", "controller --help", "emulator --help"})
  void startsFromItsStartCache(String call) throws Exception {
    try (GenericContainer<?> container = idle()) {
      ExecResult said = exec(container, "EBS_JAVA_OPTIONS=-XX:AOTMode=on ebs " + call);
      assertThat(said.getExitCode()).as(said.getStderr()).isZero();
    }
  }

  @Test
  void hasNothingThatIsNeverUsed() throws Exception {
    long bytes =
        Objects.requireNonNull(
            DockerClientFactory.lazyClient().inspectImageCmd(IMAGE.toString()).exec().getSize(),
            "Docker knows the size of an image");
    System.out.printf("the image has %d MB%n", bytes / 1_000_000);
    assertThat(bytes).isLessThan(250_000_000);
    try (GenericContainer<?> container = idle()) {
      String lacking =
          "for f in $(find /usr/bin /usr/sbin -type f); do ldd $f 2>/dev/null | grep 'not found' && echo $f; done";
      assertThat(exec(container, lacking).getStdout()).as("libraries that are not there").isEmpty();
    }
  }

  @Test
  void tellsItsVersion() throws Exception {
    try (GenericContainer<?> container = idle()) {
      assertThat(exec(container, "ebs --version").getStdout().strip()).isEqualTo("ebs " + VERSION);
    }
  }

  @Test
  void theControllerServesAsAnOrdinaryUserOnAReadOnlyRoot() throws Exception {
    try (GenericContainer<?> controller = controller()) {
      controller.start();
      assertThat(exec(controller, "grep Uid: /proc/1/status").getStdout()).contains("1000");
      assertThat(exec(controller, "touch /usr/lib/ebs/written").getStderr())
          .contains("Read-only file system");
    }
  }

  /** As deploy/kubernetes runs it. Healthy is what /healthz says, or it does not start. */
  private static GenericContainer<?> controller() {
    return new GenericContainer<>(IMAGE)
        .withCommand(
            "controller", "--endpoint=unix:///run/csi/csi.sock", "--http-endpoint=:" + HTTP)
        .withEnv(
            Map.of(
                "AWS_REGION",
                "us-east-1",
                "AWS_ACCESS_KEY_ID",
                "any",
                "AWS_SECRET_ACCESS_KEY",
                "any"))
        .withTmpFs(Map.of("/tmp", "rw,mode=1777", "/run/csi", "rw,mode=1777"))
        .withCreateContainerCmdModifier(ImageTest::restrict)
        .withExposedPorts(HTTP)
        .waitingFor(Wait.forHttp("/healthz").forPort(HTTP))
        .withStartupTimeout(Duration.ofSeconds(60));
  }

  private static void restrict(CreateContainerCmd container) {
    HostConfig limits =
        Objects.requireNonNull(container.getHostConfig(), "Testcontainers sets a host config");
    limits
        .withReadonlyRootfs(true)
        .withCapDrop(Capability.ALL)
        .withSecurityOpts(List.of("no-new-privileges"));
    container.withUser("1000:1000");
  }

  /** A container that does nothing; without a network, as no tool needs one. */
  private static GenericContainer<?> idle() {
    GenericContainer<?> container =
        new GenericContainer<>(IMAGE)
            .withNetworkMode("none")
            .withWorkingDirectory("/tmp")
            .withCommand("infinity")
            .withCreateContainerCmdModifier(create -> create.withEntrypoint("sleep"));
    container.start();
    return container;
  }

  private static ExecResult exec(GenericContainer<?> container, String line)
      throws IOException, InterruptedException {
    return container.execInContainer("bash", "-c", line);
  }

  private static boolean isThere() {
    try {
      var _ = DockerClientFactory.lazyClient().inspectImageCmd(IMAGE.toString()).exec();
      return true;
    } catch (NotFoundException missing) {
      return false;
    }
  }
}
