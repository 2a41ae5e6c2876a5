package example.ebs.provisioner;

import static java.util.stream.Collectors.toSet;

import example.ebs.provisioner.cluster.Cluster;
import example.ebs.provisioner.cluster.Watched;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * A Kubernetes API in this process that keeps objects and nothing more, and the loops' view of it.
 *
 * <p>What a test writes with {@link #put} is seen by the informers when it returns, and what a
 * reconciler wrote, after {@link #settle}.
 */
public final class FakeCluster implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final Set<String> KINDS =
      Set.of(
          "PersistentVolumeClaim",
          "PersistentVolume",
          "StorageClass",
          "Node",
          "CSINode",
          "VolumeAttachment");

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  private final FakeApi api = new FakeApi();
  private final KubernetesMockServer server =
      new KubernetesMockServer(new Context(), new MockWebServer(), new HashMap<>(), api, false);
  private final KubernetesClient client;
  private final Cluster cluster;

  public FakeCluster() {
    server.init();
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(server.url("/"))
            .withNamespace("default")
            // A test that breaks a call wants to see it break.
            .withRequestRetryBackoffLimit(0)
            .build();
    client = new KubernetesClientBuilder().withConfig(config).build();
    cluster = new Cluster(client);
    watched().forEach(kind -> kind.onAny(_ -> signal()));
  }

  /** Begins to watch; what subscribes must have done so. */
  public FakeCluster start() {
    cluster.start(LONGEST);
    return this;
  }

  public Cluster cluster() {
    return cluster;
  }

  public KubernetesClient client() {
    return client;
  }

  /** The server's other side: what was asked of it, and what shall go wrong. */
  public FakeApi api() {
    return api;
  }

  /** Writes the object, new or changed, status included. */
  public <T extends HasMetadata> T put(T object) {
    T written = client.resource(object).unlock().createOr(existing -> existing.update());
    settle();
    return written;
  }

  /** Asks for the object's deletion; one with finalizers stays until they are gone. */
  public void delete(HasMetadata object) {
    var _ = client.resource(object).delete();
    settle();
  }

  /** The object as the server has it. */
  public <T extends HasMetadata> Optional<T> now(T object) {
    return Optional.ofNullable(client.resource(object).get());
  }

  /** As at the start, for the next test: starting anew takes much longer. */
  public void clear() {
    api.clear();
    settle();
  }

  /** Returns once the informers have seen all that the server has. */
  public void settle() {
    lock.lock();
    try {
      long left = LONGEST.toNanos();
      while (!seen().equals(known())) {
        if (left <= 0) {
          throw new AssertionError("the informers saw %s, not %s".formatted(seen(), known()));
        }
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException stopped) {
      throw new AssertionError("stopped before the informers saw everything", stopped);
    } finally {
      lock.unlock();
    }
  }

  private Set<String> seen() {
    return watched().flatMap(kind -> kind.stream()).map(FakeCluster::version).collect(toSet());
  }

  private Set<String> known() {
    return api.objects()
        .filter(object -> KINDS.contains(object.getKind()))
        .map(FakeCluster::version)
        .collect(toSet());
  }

  private Stream<Watched<? extends HasMetadata>> watched() {
    return Stream.of(
        cluster.claims(),
        cluster.volumes(),
        cluster.classes(),
        cluster.nodes(),
        cluster.csiNodes(),
        cluster.attachments());
  }

  private static String version(HasMetadata object) {
    ObjectMeta metadata = object.getMetadata();
    return "%s %s/%s@%s"
        .formatted(
            object.getKind(),
            metadata.getNamespace(),
            metadata.getName(),
            metadata.getResourceVersion());
  }

  private void signal() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    cluster.close();
    client.close();
    server.destroy();
  }
}
