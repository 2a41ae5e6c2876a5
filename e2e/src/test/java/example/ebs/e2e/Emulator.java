package example.ebs.e2e;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The cluster's EC2, as the unmodified AWS CLI sees it through a forwarded port. */
final class Emulator implements AutoCloseable {
  private static final int PORT = 4580;
  private static final String NAME = "ebs-emulator";

  private final KubernetesClient client;
  private final List<String> madeByHand = new ArrayList<>();
  private final EmulatorFaults faults = new EmulatorFaults(this::endpoint);
  private LocalPortForward forward;

  private Emulator(KubernetesClient client) {
    this.client = client;
    this.forward = forward(client);
  }

  static Emulator of(KubernetesClient client) {
    return new Emulator(client);
  }

  private static LocalPortForward forward(KubernetesClient client) {
    return client.services().inNamespace(Cluster.DRIVER_NAMESPACE).withName(NAME).portForward(PORT);
  }

  /** Needed after the emulator's pod was replaced. */
  void reconnect() {
    close();
    forward = forward(client);
  }

  /** What tests set and read in the emulator itself. */
  EmulatorFaults faults() {
    return faults;
  }

  private String endpoint() {
    return "http://127.0.0.1:" + forward.getLocalPort();
  }

  /** Makes a volume as a person would, to be deleted at the end; returns its id. */
  String createVolume(String zone, int sizeGib, String type) {
    String id =
        ec2(
            "create-volume",
            "--availability-zone=" + zone,
            "--size=" + sizeGib,
            "--volume-type=" + type,
            "--query=VolumeId");
    madeByHand.add(id);
    return id;
  }

  void deleteVolumesMadeByHand() {
    for (String id : madeByHand) {
      if (find(id).isPresent()) {
        untilState(id, "available");
        var _ = ec2("delete-volume", "--volume-id=" + id);
      }
    }
    madeByHand.clear();
  }

  /** What describe-volumes shows of a volume; one that is being deleted counts as gone. */
  Optional<Ec2Volume> find(String id) {
    return volumes("Name=volume-id,Values=" + id).stream().findFirst();
  }

  Ec2Volume volume(String id) {
    return find(id).orElseThrow(() -> new AssertionError("EC2 does not show volume " + id));
  }

  /** Those with a tag of that value. */
  List<Ec2Volume> volumesTagged(String tag, String value) {
    return volumes("Name=tag:" + tag + ",Values=" + value);
  }

  List<Ec2Volume> volumes(String... filters) {
    Stream<String> filter =
        filters.length == 0
            ? Stream.of()
            : Stream.concat(Stream.of("--filters"), Stream.of(filters));
    List<String> words =
        Stream.concat(Stream.of("describe-volumes", "--output=json"), filter).toList();
    return Ec2Volume.parse(ec2(words.toArray(String[]::new))).stream()
        .filter(volume -> !volume.state().equals("deleting"))
        .toList();
  }

  Ec2Volume untilState(String id, String state) {
    return Eventually.matches(
        "volume " + id + " to be " + state,
        Duration.ofMinutes(1),
        () -> volume(id),
        volume -> volume.state().equals(state));
  }

  /** EC2 shows a volume for some seconds after it was deleted. */
  void untilForgotten(String id) {
    var _ =
        Eventually.matches(
            "EC2 to forget volume " + id,
            Duration.ofMinutes(1),
            () ->
                ec2(
                    "describe-volumes",
                    "--filters=Name=volume-id,Values=" + id,
                    "--query=Volumes[].State"),
            String::isEmpty);
  }

  void untilGone(String id) {
    Eventually.holds("volume " + id + " to go", Duration.ofMinutes(1), () -> find(id).isEmpty());
  }

  /** Runs {@code aws ec2 …} and returns what it prints. */
  String ec2(String... words) {
    return command(words).output();
  }

  /** The same as a command that is not run yet, for what EC2 is to refuse. */
  Command command(String... words) {
    List<String> all =
        Stream.concat(Stream.of("aws", "--output", "text", "ec2"), Stream.of(words)).toList();
    return new Command(all, environment(), Duration.ofSeconds(60));
  }

  /** Nothing of the user's own AWS settings, so that no real account is ever asked. */
  private Map<String, String> environment() {
    return Map.of(
        "AWS_ENDPOINT_URL",
        endpoint(),
        "AWS_ACCESS_KEY_ID",
        "any",
        "AWS_SECRET_ACCESS_KEY",
        "any",
        "AWS_DEFAULT_REGION",
        "us-east-1",
        "AWS_CONFIG_FILE",
        "/dev/null",
        "AWS_SHARED_CREDENTIALS_FILE",
        "/dev/null",
        "AWS_EC2_METADATA_DISABLED",
        "true",
        "AWS_PAGER",
        "");
  }

  @Override
  public void close() {
    try {
      forward.close();
    } catch (IOException failed) {
      throw new UncheckedIOException("could not close the forwarded port", failed);
    }
  }
}
