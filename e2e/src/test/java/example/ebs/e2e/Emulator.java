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
  private static final Duration SOON = Duration.ofMinutes(3);
  private static final String DELETING = "deleting";
  private static final String NAME = "ebs-emulator";

  private final KubernetesClient client;
  private final List<String> madeByHand = new ArrayList<>();
  private final EmulatorFaults faults = new EmulatorFaults(this::endpoint);
  private final Ec2States states = new Ec2States(this::endpoint);
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
    disconnect();
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
      if (!isGone(id)) {
        untilState(id, "available");
        var _ = ec2("delete-volume", "--volume-id=" + id);
      }
    }
    madeByHand.clear();
  }

  /** What describe-volumes shows of a volume; one that is being deleted counts as gone. */
  Optional<Ec2Volume> find(String id) {
    String shown =
        ec2("describe-volumes", "--output=json", "--filters=Name=volume-id,Values=" + id);
    return Ec2Volume.parse(shown).stream()
        .filter(volume -> !volume.state().equals(DELETING))
        .findFirst();
  }

  Ec2Volume volume(String id) {
    return find(id).orElseThrow(() -> new AssertionError("EC2 does not show volume " + id));
  }

  /** The ids of those with a tag of that value, without those that are being deleted. */
  List<String> volumesTagged(String tag, String value) {
    return states.where("tag:" + tag, value).entrySet().stream()
        .filter(volume -> !volume.getValue().equals(DELETING))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Waits for the state, and returns what describe-volumes then shows. */
  Ec2Volume untilState(String id, String state) {
    var _ =
        Eventually.matches(
            "volume " + id + " to be " + state, SOON, () -> state(id), state::equals);
    return volume(id);
  }

  /** EC2 shows a volume for some seconds after it was deleted. */
  void untilForgotten(String id) {
    var _ =
        Eventually.matches("EC2 to forget volume " + id, SOON, () -> state(id), String::isEmpty);
  }

  void untilGone(String id) {
    Eventually.holds("volume " + id + " to go", SOON, () -> isGone(id));
  }

  private boolean isGone(String id) {
    String state = state(id);
    return state.isEmpty() || state.equals(DELETING);
  }

  /** Empty when EC2 does not show the volume. */
  private String state(String id) {
    return states.where("volume-id", id).getOrDefault(id, "");
  }

  /** Runs {@code aws ec2 …} and returns what it prints. */
  String ec2(String... words) {
    return command(words).output();
  }

  /** The same as a command that is not run yet, for what EC2 is to refuse. */
  Command command(String... words) {
    List<String> all =
        Stream.concat(Stream.of("aws", "--output", "text", "ec2"), Stream.of(words)).toList();
    return new Command(all, environment(), Duration.ofMinutes(3));
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
    states.close();
    disconnect();
  }

  private void disconnect() {
    try {
      forward.close();
    } catch (IOException failed) {
      throw new UncheckedIOException("could not close the forwarded port", failed);
    }
  }
}
