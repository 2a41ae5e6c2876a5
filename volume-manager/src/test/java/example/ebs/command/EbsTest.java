package example.ebs.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every command has in common, and what it says of flags that do not go together. */
final class EbsTest {
  private final Console console = new Console();

  @ParameterizedTest
  @ValueSource(strings = {"demo", "all", "controller", "node", "emulator"})
  void everyCommandExplainsItself(String command) {
    assertThat(console.run(command, "--help")).isZero();
    assertThat(console.out()).contains("Usage: ebs " + command);
  }

  @Test
  void theListOfCommandsShowsWhereToStart() {
    assertThat(console.run("--help")).isZero();
    assertThat(console.out())
        .contains("demo", "emulator", "Start with: ebs demo")
        .doesNotContain("rehearse", "  check");
  }

  @Test
  void noCommandAtAllIsNotUnderstood() {
    assertThat(console.run()).isEqualTo(2);
    assertThat(console.err()).contains("a command is missing");
  }

  @Test
  void allProblemsAreNamedTogether() {
    int code =
        console.run(
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
    assertThat(console.err())
        .contains("--endpoint: 'tcp://x' is not a socket")
        .contains("--http-endpoint: '99' is not host:port")
        .contains("--ec2-endpoint: 'ftp://x' is not an address")
        .contains("--zones goes with --emulator")
        .contains("limit must be at least 1");
  }

  @Test
  void whatIsWrongIsNamedBeforeTheMachineIsAsked() {
    assertThat(console.run("all", "--endpoint", "tcp://x")).isEqualTo(2);
    assertThat(console.err()).contains("--endpoint: 'tcp://x' is not a socket");

    assertThat(console.run("all", "--emulator", "--ec2-endpoint", "http://x", "--node-id", "i-1"))
        .isEqualTo(2);
    assertThat(console.err())
        .contains("--ec2-endpoint: with --emulator EC2 is that emulator")
        .contains("--node-id: with --emulator the node is an instance of the emulator");
  }

  @ParameterizedTest
  @CsvSource({"emulator, --state-dir", "emulator, --device-root", "node, --kubelet-dir"})
  void noPathAtAllIsNotTakenForTheCurrentFolder(String command, String flag) {
    assertThat(console.run(command, flag, "")).isEqualTo(2);
    assertThat(console.err()).contains(flag).contains("wanted a path, found nothing");
  }

  @Test
  void aNodeOfAClusterIsToldWhatItsFlagsLack() {
    assertThat(
            console.run(
                "node",
                "--kubernetes",
                "--node-name=",
                "--node-id=i-1",
                "--driver-name=9",
                "--emulator-endpoint=here"))
        .isEqualTo(2);
    assertThat(console.err())
        .contains("--kubernetes: needs --node-name")
        .contains("--node-id: with --emulator-endpoint the node is an instance of the emulator")
        .contains("--driver-name: '9' is not a driver name")
        .contains("--emulator-endpoint: 'here' is not an address");

    assertThat(
            console.run("node", "--plugin-registration-path=/x", "--emulator-endpoint=http://x:1"))
        .isEqualTo(2);
    assertThat(console.err())
        .contains("--plugin-registration-path goes with --kubernetes")
        .contains("--emulator-endpoint: needs --zone, or --kubernetes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " --kubernetes --storage local"})
  void whatIsLeftBehindIsDetachedByTheLoopsOfEbsVolumesOnly(String others) {
    assertThat(console.run(("controller --detach-leftovers" + others).split(" "))).isEqualTo(2);
    assertThat(console.err()).contains("--detach-leftovers goes with --kubernetes");
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
    assertThat(console.run("controller", argument, "--endpoint", "/nowhere/csi.sock")).isEqualTo(2);
    assertThat(console.err()).contains(flag + ": ").doesNotContain("\tat ");
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
    assertThat(console.run("check", "--", command, argument)).as(console.err()).isEqualTo(code);
    assertThat(console.out()).isEmpty();
  }

  @Test
  void aListOfTagsMayBeEmptyAndItsTagsMayHaveCommas() {
    for (String tags : new String[] {"", "\"owner=a,b\",team=storage"}) {
      assertThat(
              console.run(
                  "check", "--", "controller", "--region=eu-central-1", "--extra-tags=" + tags))
          .isZero();
    }
  }

  @Test
  void aKubeconfigThatCannotBeUsedIsNamedWithTheReason() {
    assertThat(console.run("forget", "pv", "--kubeconfig=/nowhere")).isEqualTo(1);
    assertThat(console.err())
        .contains("ebs forget: --kubeconfig /nowhere cannot be used")
        .doesNotContain("Exception");
  }

  @Test
  void aWordThatIsNoneOfThoseAllowedIsRefusedWithThem() {
    assertThat(console.run("emulator", "--latency", "fast")).isEqualTo(2);
    assertThat(console.err()).contains("'fast' is none of realistic, none");
  }

  @Test
  void aFolderThatIsMissingIsAFailureAndNoMisunderstanding() {
    assertThat(
            console.run(
                "node", "--node-id", "i-1", "--zone", "a", "--endpoint", "/nowhere/csi.sock"))
        .isEqualTo(1);
    assertThat(console.err()).contains("the folder of the socket /nowhere/csi.sock does not exist");
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
}
