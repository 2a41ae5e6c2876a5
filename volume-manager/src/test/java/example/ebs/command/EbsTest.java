package example.ebs.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class EbsTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @ValueSource(strings = {"demo", "all", "controller", "node", "emulator"})
  void everyCommandExplainsItself(String command) {
    assertThat(run(command, "--help")).isZero();
    assertThat(out.toString()).contains("Usage: ebs " + command);
  }

  @Test
  void theListOfCommandsShowsWhereToStart() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains("demo", "emulator", "Start with: ebs demo")
        .doesNotContain("rehearse", "  check");
  }

  @Test
  void noCommandAtAllIsNotUnderstood() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("a command is missing");
  }

  @Test
  void allProblemsAreNamedTogether() {
    int code =
        run(
            "all",
            "--endpoint",
            "tcp://x",
            "--http-endpoint",
            "99",
            "--ec2-endpoint",
            "ftp://x",
            "--zones",
            "a",
            "--node-id",
            "i-1",
            "--zone",
            "a",
            "--volume-attach-limit",
            "0");

    assertThat(code).isEqualTo(2);
    assertThat(err.toString())
        .contains("--endpoint: 'tcp://x' is not a socket")
        .contains("--http-endpoint: '99' is not host:port")
        .contains("--ec2-endpoint: 'ftp://x' is not an address")
        .contains("--zones goes with --emulator")
        .contains("limit must be at least 1");
  }

  @Test
  void whatIsWrongIsNamedBeforeTheMachineIsAsked() {
    assertThat(run("all", "--endpoint", "tcp://x")).isEqualTo(2);
    assertThat(err.toString()).contains("--endpoint: 'tcp://x' is not a socket");

    assertThat(run("all", "--emulator", "--ec2-endpoint", "http://x", "--node-id", "i-1"))
        .isEqualTo(2);
    assertThat(err.toString())
        .contains("--ec2-endpoint: with --emulator EC2 is that emulator")
        .contains("--node-id: with --emulator the node is an instance of the emulator");
  }

  @ParameterizedTest
  @CsvSource({"emulator, --state-dir", "emulator, --device-root", "node, --kubelet-dir"})
  void noPathAtAllIsNotTakenForTheCurrentFolder(String command, String flag) {
    assertThat(run(command, flag, "")).isEqualTo(2);
    assertThat(err.toString()).contains(flag).contains("wanted a path, found nothing");
  }

  @Test
  void anEmulatorWithoutAPlaceSaysWhichAndWhy() {
    assertThat(run("emulator", "--devices", "none", "--state-dir", "/proc/none")).isOne();
    assertThat(err.toString())
        .contains("the folder /proc/none")
        .contains("no such file or directory")
        .contains("choose another with --state-dir");

    assertThat(run("emulator", "--devices", "none", "--state-dir", "/etc/passwd")).isOne();
    assertThat(err.toString()).contains("/etc/passwd: is there, and is no folder");
  }

  @Test
  void anEmulatorWhosePortIsTakenSaysWhich(@TempDir Path folder) throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());

      assertThat(run("emulator", "--devices", "none", "--state-dir", folder + "/s", "--port", port))
          .isOne();
      assertThat(err.toString())
          .contains("cannot listen on 127.0.0.1:" + port)
          .contains("choose another with --port");
    }
  }

  @Test
  void aNodeOfAClusterIsToldWhatItsFlagsLack() {
    assertThat(
            run(
                "node",
                "--kubernetes",
                "--node-name=",
                "--node-id=i-1",
                "--driver-name=9",
                "--emulator-endpoint=here"))
        .isEqualTo(2);
    assertThat(err.toString())
        .contains("--kubernetes: needs --node-name")
        .contains("--node-id: with --emulator-endpoint the node is an instance of the emulator")
        .contains("--driver-name: '9' is not a driver name")
        .contains("--emulator-endpoint: 'here' is not an address");

    assertThat(run("node", "--plugin-registration-path=/x", "--emulator-endpoint=http://x:1"))
        .isEqualTo(2);
    assertThat(err.toString())
        .contains("--plugin-registration-path goes with --kubernetes")
        .contains("--emulator-endpoint: needs --zone, or --kubernetes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " --kubernetes --storage local"})
  void whatIsLeftBehindIsDetachedByTheLoopsOfEbsVolumesOnly(String others) {
    assertThat(run(("controller --detach-leftovers" + others).split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains("--detach-leftovers goes with --kubernetes");
  }

  @ParameterizedTest
  @CsvSource({
    "--region=, --region",
    "--region=us east, --region",
    "--k8s-tag-cluster-id=, --k8s-tag-cluster-id",
    "--ec2-endpoint=, --ec2-endpoint",
    "--ec2-endpoint=ec2.local:4580, --ec2-endpoint",
    "--ec2-endpoint=http://a b, --ec2-endpoint",
    "--extra-tags=team, --extra-tags",
    "'--extra-tags=\"owner=a,b', --extra-tags",
    "--extra-tags=kubernetes.io/x=y, --extra-tags",
    "--extra-tags=owner={{ .PVCName }}, --extra-tags"
  })
  void aSettingThatCannotWorkIsNamedBeforeAnythingIsBegun(String argument, String flag) {
    assertThat(run("controller", argument, "--endpoint", "/nowhere/csi.sock")).isEqualTo(2);
    assertThat(err.toString()).contains(flag + ": ").doesNotContain("\tat ");
  }

  @ParameterizedTest
  @CsvSource({
    "controller, --endpiont, 2",
    "controller, --region=us east, 2",
    "all, --extra-tags=team, 2",
    "all, --quux, 2",
    "controller, --region=us-east-1, 0",
    "all, --emulator, 0",
    "demo, --help, 0",
    "node, --node-id=i-1, 0"
  })
  void aCheckSaysWhatIsWrongAndBeginsNothing(String command, String argument, int code) {
    assertThat(run("check", "--", command, argument)).as(err.toString()).isEqualTo(code);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aListOfTagsMayBeEmptyAndItsTagsMayHaveCommas() {
    for (String tags : new String[] {"", "\"owner=a,b\",team=storage"}) {
      assertThat(run("check", "--", "controller", "--region=eu-central-1", "--extra-tags=" + tags))
          .isZero();
    }
  }

  @Test
  void localVolumesAreServedToAClusterOnlyAndAloneNeedNothingOfAws() {
    assertThat(run("controller", "--storage", "ebs,local", "--endpoint", "/nowhere/csi.sock"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--storage: local goes with --kubernetes");

    assertThat(run("controller", "--local-config", "/nowhere", "--endpoint", "/nowhere/csi.sock"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--local-config goes with --storage local");

    assertThat(
            run("controller", "--kubernetes", "--storage", "local", "--local-config", "/nowhere"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--local-config: /nowhere cannot be read");

    assertThat(
            run(
                "controller",
                "--kubernetes",
                "--storage",
                "local",
                "--endpoint",
                "/nowhere/c.sock"))
        .isEqualTo(1);
    assertThat(err.toString()).contains("the folder of the socket /nowhere/c.sock does not exist");
  }

  @Test
  void aNodeOfLocalVolumesIsToldWhatItsFlagsLack() {
    assertThat(run("node", "--storage=local", "--node-name=", "--device-root=/d")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--storage local: needs --node-name")
        .contains("--device-root and --emulator-endpoint go with --storage ebs");

    assertThat(run("node", "--storage=ebs,local", "--node-name=a", "--local-config=/nowhere"))
        .isEqualTo(2);
    assertThat(err.toString())
        .contains("--storage ebs,local: needs --local-endpoint, or --kubernetes")
        .contains("--local-config: /nowhere cannot be read");

    assertThat(run("node", "--local-root=/x", "--local-endpoint=/x/csi.sock")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--local-config and --local-root go with --storage local")
        .contains("--local-endpoint goes with --storage ebs,local");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "relative", "/srv/../etc", "/srv/"})
  void theFolderOfLocalVolumesIsWrittenAsWhatItMeans(String folder) {
    assertThat(run("all", "--storage=local", "--local-root=" + folder)).isEqualTo(2);
    assertThat(err.toString())
        .contains("--local-root: wants an absolute path", "was given '" + folder + "'");
  }

  @Test
  void localVolumesLeaveNothingBehindWhereTheSocketHasNoPlace(@TempDir Path folder) {
    Path root = folder.resolve("local");
    assertThat(
            run(
                "all",
                "--storage=local",
                "--local-root=" + root,
                "--endpoint=" + folder.resolve("missing/csi.sock")))
        .isEqualTo(1);
    assertThat(root).doesNotExist();
  }

  @Test
  void aKubeconfigThatCannotBeUsedIsNamedWithTheReason() {
    assertThat(run("forget", "pv", "--kubeconfig=/nowhere")).isEqualTo(1);
    assertThat(err.toString())
        .contains("ebs forget: --kubeconfig /nowhere cannot be used")
        .doesNotContain("Exception");
  }

  @Test
  void aWordThatIsNoneOfThoseAllowedIsRefusedWithThem() {
    assertThat(run("emulator", "--latency", "fast")).isEqualTo(2);
    assertThat(err.toString()).contains("'fast' is none of realistic, none");
  }

  @Test
  void theEmulatorRefusesAPublicAddressUnlessToldOtherwise() {
    assertThat(run("emulator", "--bind", "0.0.0.0")).isEqualTo(2);
    assertThat(err.toString()).contains("--bind").contains("--allow-public");
  }

  @Test
  void anEmulatedNodeIsInAZoneThatTheEmulatorHas() {
    assertThat(
            run(
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
    assertThat(err.toString()).contains("--zone: the emulator has a, b, not c");
  }

  @Test
  void aFolderThatIsMissingIsAFailureAndNoMisunderstanding() {
    assertThat(run("node", "--node-id", "i-1", "--zone", "a", "--endpoint", "/nowhere/csi.sock"))
        .isEqualTo(1);
    assertThat(err.toString())
        .contains("the folder of the socket /nowhere/csi.sock does not exist");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "demo       | --bench --fstype --help --latency --launcher --mode --version -V -h",
        "emulator   | --allow-public --bind --device-root --devices --help --latency --log-format --log-level --port"
            + " --region --state-dir --version --zones -V -h",
        "controller | --detach-leftovers --driver-name --ec2-endpoint --endpoint --extra-tags --help --http-endpoint --identity"
            + " --k8s-tag-cluster-id --kubeconfig --kubernetes --local-config --log-format --log-level --namespace --region"
            + " --storage --version -V -h",
        "forget     | --driver-name --force --help --kubeconfig --log-format --log-level --version -V -h",
        "provisioner | --csi-address --extra-create-metadata --help --http-endpoint --identity --kubeconfig --log-format"
            + " --log-level --namespace --version -V -h",
        "node       | --accept-device-by --device-root --driver-name --emulator-endpoint --endpoint --help --http-endpoint --kubelet-dir"
            + " --kubernetes --local-config --local-endpoint --local-root --log-format --log-level --node-id --node-name"
            + " --plugin-registration-path --storage --version --volume-attach-limit --zone -V -h",
        "all        | --accept-device-by --allow-public --bind --device-root --devices --driver-name --ec2-endpoint --emulator --endpoint --extra-tags"
            + " --help --http-endpoint --k8s-tag-cluster-id --kubelet-dir --latency --local-config --local-root --log-format"
            + " --log-level --node-id --port --region --state-dir --storage --version --volume-attach-limit --zone --zones -V -h"
      })
  void flagsAreAPromise(String command, String flags) {
    Set<String> found =
        Optional.ofNullable(Ebs.command().getSubcommands().get(command))
            .orElseThrow()
            .getCommandSpec()
            .options()
            .stream()
            .flatMap(option -> Set.of(option.names()).stream())
            .collect(Collectors.toSet());

    assertThat(found).containsExactlyInAnyOrder(flags.split(" "));
  }

  private int run(String... arguments) {
    CommandLine command = Ebs.command();
    return command
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
