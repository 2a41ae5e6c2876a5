package example.ebs.e2e;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A cluster with the driver in it, and one namespace of the test's own.
 *
 * <p>The cluster is that of the kubeconfig named by EBS_E2E_KUBECONFIG, else KUBECONFIG, else the
 * user's own.
 */
final class Cluster implements AutoCloseable {
  static final String DRIVER = "ebs.example";
  static final String DRIVER_NAMESPACE = "kube-system";

  /** Where the manifests of the scenarios are. */
  static final String EXAMPLES = "deploy/kubernetes/examples/";

  /** The id that the examples hold in place of a volume's. */
  private static final String ANY_VOLUME = "vol-0123456789abcdef0";

  private static final Duration GONE_WITHIN = Duration.ofMinutes(3);

  private final Path kubeconfig = kubeconfig();
  private final KubernetesClient client;
  private final String namespace;
  private final Optional<Emulator> emulator;
  private final Queue<HasMetadata> withoutNamespace = new ConcurrentLinkedQueue<>();

  private Cluster(String namespace) {
    this.namespace = namespace;
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
            .build();
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .serverSideApply();
    emulator = isWithoutCloud() ? Optional.empty() : Optional.of(Emulator.of(client));
  }

  /** Connects, and makes the namespace. */
  static Cluster connect(String namespace) {
    return new Cluster(namespace);
  }

  /** The whole API. Namespaced objects belong in {@link #namespace}. */
  KubernetesClient client() {
    return client;
  }

  String namespace() {
    return namespace;
  }

  /** Whether the driver was installed without EBS volumes, and so without the emulator. */
  static boolean isWithoutCloud() {
    return "local".equals(System.getenv("EBS_E2E_STORAGE"));
  }

  Emulator emulator() {
    return emulator.orElseThrow(
        () -> new AssertionError("EBS_E2E_STORAGE=local: this cluster has no emulator"));
  }

  Pods pods() {
    return new Pods(this);
  }

  Claims claims() {
    return new Claims(this);
  }

  Events events() {
    return new Events(this);
  }

  Nodes nodes() {
    return new Nodes(this);
  }

  Driver driver() {
    return new Driver(this);
  }

  /**
   * Applies a manifest as {@code kubectl apply} does. What belongs to no namespace is deleted with
   * the namespace at the end.
   *
   * @param manifest from the root of the repository
   * @param change what a reader would put into it by hand, such as a volume's id
   */
  List<HasMetadata> apply(String manifest, UnaryOperator<String> change) {
    return applyText(change.apply(read(manifest)));
  }

  List<HasMetadata> apply(String manifest) {
    return apply(manifest, UnaryOperator.identity());
  }

  /** Applies an example of deploy/kubernetes/examples. */
  List<HasMetadata> example(String name) {
    return apply(EXAMPLES + name);
  }

  /** The same for one that names a volume by its id, with this id put in. */
  List<HasMetadata> example(String name, String volume) {
    return apply(EXAMPLES + name, text -> text.replace(ANY_VOLUME, volume));
  }

  /**
   * Makes a StorageClass of the test's own, for what the driver remembers of a class.
   *
   * @return its name, the namespace's
   */
  String copyOfClass(String name) {
    StorageClass original = client.storage().v1().storageClasses().withName(name).get();
    var _ =
        applyText(
            Serialization.asYaml(
                new StorageClassBuilder(original)
                    .withMetadata(new ObjectMetaBuilder().withName(namespace).build())
                    .build()));
    return namespace;
  }

  List<HasMetadata> applyText(String manifest) {
    List<HasMetadata> applied =
        client
            .load(new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8)))
            .inNamespace(namespace)
            .serverSideApply();
    applied.stream()
        .filter(object -> object.getMetadata().getNamespace() == null)
        .forEach(withoutNamespace::add);
    return applied;
  }

  /** Runs {@code kubectl} in the test's namespace and returns what it prints. */
  String kubectl(String... words) {
    return kubectlCommand(words).output();
  }

  /** The same as a command that is not run yet, for what is to be refused. */
  Command kubectlCommand(String... words) {
    List<String> all =
        Stream.concat(Stream.of("kubectl", "--namespace", namespace), Stream.of(words)).toList();
    return withKubeconfig(all);
  }

  /** Runs {@code ./ebs} on the cluster and returns what it prints. */
  String ebs(String... words) {
    return withKubeconfig(Stream.concat(Stream.of("../ebs"), Stream.of(words)).toList()).output();
  }

  private Command withKubeconfig(List<String> words) {
    return new Command(words, Map.of("KUBECONFIG", kubeconfig.toString()), Duration.ofMinutes(3));
  }

  /**
   * Deletes what the test made, waits until its claims are gone, for pods let go of their volumes
   * first, and then fails if a volume is left.
   */
  void deleteAll() {
    emulator.ifPresent(each -> each.faults().clear());
    // One by one, as Kubernetes takes its time between the looks at a namespace that is to go.
    client.apps().statefulSets().inNamespace(namespace).delete();
    client.pods().inNamespace(namespace).delete();
    client.persistentVolumeClaims().inNamespace(namespace).delete();
    client.namespaces().withName(namespace).delete();
    Eventually.matches("the test's claims to go", GONE_WITHIN, this::claimsLeft, List::isEmpty);
    AtOnce.forEach(withoutNamespace, each -> client.resource(each).delete());
    // One by one: looks at hundreds at once would keep the API server from deleting them.
    withoutNamespace.forEach(this::untilGone);
    emulator.ifPresent(Emulator::deleteVolumesMadeByHand);
    new Leftovers(this).refuseAny();
  }

  /** Ends the connections, and deletes nothing. */
  @Override
  public void close() {
    emulator.ifPresent(Emulator::close);
    client.close();
  }

  private List<String> claimsLeft() {
    return client.persistentVolumeClaims().inNamespace(namespace).list().getItems().stream()
        .map(claim -> claim.getMetadata().getName())
        .toList();
  }

  private void untilGone(HasMetadata object) {
    Eventually.holds(
        object.getKind() + " " + object.getMetadata().getName() + " to go",
        GONE_WITHIN,
        () -> Optional.ofNullable(client.resource(object).get()).isEmpty());
  }

  private static String read(String manifest) {
    // A test runs in the folder of its module.
    Path file = Path.of("..").resolve(manifest);
    try {
      return Files.readString(file);
    } catch (IOException missing) {
      throw new UncheckedIOException("cannot read the manifest " + manifest, missing);
    }
  }

  private static Path kubeconfig() {
    return Stream.of("EBS_E2E_KUBECONFIG", "KUBECONFIG")
        .flatMap(name -> Optional.ofNullable(System.getenv(name)).stream())
        .filter(name -> !name.isBlank())
        .findFirst()
        .map(Path::of)
        .orElse(Path.of(System.getProperty("user.home"), ".kube", "config"));
  }
}
