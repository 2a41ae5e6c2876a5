package example.ebs.command;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.time.Waiting;
import example.ebs.provisioner.cluster.FirstAnswer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;

/** What tells this cluster from every other when nobody gave it a name. */
final class ClusterId {
  private static final String FIRST_NAMESPACE = "kube-system";

  /** The process serves nothing before it knows, so its end is the sooner sign. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private ClusterId() {}

  /**
   * The uid of the namespace that every cluster is born with, as others take it, too.
   *
   * @throws IllegalStateException when the API server does not tell it
   */
  static String of(KubernetesClient client, Waiting waiting) {
    try {
      return FirstAnswer.of(
          client,
          waiting,
          LONGEST,
          each -> each.namespaces().withName(FIRST_NAMESPACE).require().getMetadata().getUid());
    } catch (Failure.TimedOut | IllegalStateException untold) {
      throw new IllegalStateException(
          "the Kubernetes API at %s does not tell the uid of namespace %s, by which this cluster's volumes are tagged (%s); grant get on it, or give --k8s-tag-cluster-id"
              .formatted(client.getMasterUrl(), FIRST_NAMESPACE, untold.getMessage()),
          untold);
    }
  }
}
