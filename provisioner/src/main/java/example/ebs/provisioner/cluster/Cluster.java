package example.ebs.provisioner.cluster;

import example.ebs.csi.time.Waiting;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.CSINode;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kinds of objects that the loops need, each watched once for all of them.
 *
 * <p>When the API server goes away what was last known stays, and the watch goes on when it is
 * back.
 */
public final class Cluster implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
  private static final long NO_RESYNC = 0;

  /** Of a list, so that only so many objects are there as text and as objects at once. */
  private static final long PAGE = 500;

  private final List<SharedIndexInformer<?>> informers = new ArrayList<>();
  private final StaleWatches stale = new StaleWatches(Clock.systemUTC());
  private final KubernetesClient client;
  private final Watched<PersistentVolumeClaim> claims;
  private final Watched<PersistentVolume> volumes;
  private final Watched<StorageClass> classes;
  private final Watched<Node> nodes;
  private final Watched<CSINode> csiNodes;
  private final Watched<VolumeAttachment> attachments;
  private volatile boolean started;

  /** Watches nothing yet. */
  public Cluster(KubernetesClient client) {
    this.client = client;
    claims = watched(client.persistentVolumeClaims().inAnyNamespace());
    volumes = watched(client.persistentVolumes());
    classes = watched(client.storage().v1().storageClasses());
    nodes = watched(client.nodes());
    csiNodes = watched(client.storage().v1().csiNodes());
    attachments = watched(client.storage().v1().volumeAttachments());
  }

  private <T extends HasMetadata> Watched<T> watched(Informable<T> kind) {
    SharedIndexInformer<T> informer = kind.withLimit(PAGE).runnableInformer(NO_RESYNC);
    Watched<T> watched = new Watched<>(informer);
    informer.exceptionHandler(Cluster::keepTrying);
    informers.add(informer);
    stale.add(informer.getApiTypeClass().getSimpleName(), informer::isWatching);
    return watched;
  }

  private static boolean keepTrying(boolean started, Throwable thrown) {
    LOG.atWarn().log("the watch of the Kubernetes API broke: {}", thrown.getMessage());
    return true;
  }

  /**
   * Returns when the API server has answered a question that costs it next to nothing.
   *
   * @throws example.ebs.csi.failure.Failure.TimedOut when it does not in time
   * @throws IllegalStateException when it does not let us ask
   */
  public void requireAnswer(Waiting waiting, Duration longest) {
    ListOptions one = new ListOptionsBuilder().withLimit(1L).build();
    var _ =
        FirstAnswer.of(
            client, waiting, longest, each -> each.storage().v1().storageClasses().list(one));
  }

  /**
   * Watches, and returns when everything there is has been seen.
   *
   * @throws IllegalStateException when the API server does not answer in time
   */
  public void start(Duration longest) {
    CompletableFuture<?>[] starts =
        informers.stream()
            .map(informer -> informer.start().toCompletableFuture())
            .toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(starts).orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS).join();
      started = true;
    } catch (CompletionException failed) {
      throw new IllegalStateException(
          "could not list what the loops need from the Kubernetes API at %s within %d s: %s"
              .formatted(
                  client.getMasterUrl(), longest.toSeconds(), String.valueOf(failed.getCause())),
          failed);
    }
  }

  /** A watch that has told nothing for so long that what is known is old; none before the start. */
  public Optional<String> obstacle() {
    return started ? stale.obstacle() : Optional.empty();
  }

  /** For everything that is not watched, and to change things. */
  public KubernetesClient client() {
    return client;
  }

  public Watched<PersistentVolumeClaim> claims() {
    return claims;
  }

  public Watched<PersistentVolume> volumes() {
    return volumes;
  }

  public Watched<StorageClass> classes() {
    return classes;
  }

  public Watched<Node> nodes() {
    return nodes;
  }

  public Watched<CSINode> csiNodes() {
    return csiNodes;
  }

  public Watched<VolumeAttachment> attachments() {
    return attachments;
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::stop);
  }
}
