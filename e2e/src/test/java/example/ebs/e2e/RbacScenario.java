package example.ebs.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** Looks back at the whole run: the driver's rights were enough, and none is one too many. */
@Tag("rbac")
@Isolated
@Order(SuiteOrder.LAST)
@ExtendWith(OnCluster.class)
final class RbacScenario {
  /** Rights that a run of this suite need not use, with the reason. */
  private static final Map<String, String> SELDOM =
      Map.of(
          "ebs-controller: get volumeattachments of storage.k8s.io",
          "asked where somebody else changed it at the same moment",
          "ebs-controller: get storageclasses of storage.k8s.io",
          "asked where a claim is heard of before the class that came with it");

  @Test
  void noRequestOfTheDriverWasForbidden(Cluster cluster) {
    assertThat(log().requests()).isNotEmpty().filteredOn(AuditLog.Request::forbidden).isEmpty();
  }

  @Test
  void everyRightWasUsed(Cluster cluster) {
    assumeTrue(
        System.getProperty("groups", "").isEmpty(),
        "only part of the scenarios ran, so some rights were not needed");
    Set<Right> used =
        log().requests().stream().map(AuditLog.Request::right).collect(Collectors.toSet());
    TreeSet<String> unused =
        given(cluster.client())
            .filter(right -> !used.contains(right))
            .map(Right::toString)
            .collect(Collectors.toCollection(TreeSet::new));
    unused.removeAll(SELDOM.keySet());

    assertThat(unused).as("rights that nobody used: take them away").isEmpty();
  }

  /** Not only those of one test: all that the driver ever made on this cluster. */
  @Test
  void everyVolumeThatTheDriverMadeIsNamedByAPersistentVolume(Cluster cluster) {
    assumeTrue(!Cluster.isWithoutCloud(), "EBS_E2E_STORAGE=local: no volume is made in EC2");
    assertThat(new Leftovers(cluster).namedByNobody()).isEmpty();
  }

  private static Stream<Right> given(KubernetesClient client) {
    return Stream.of("ebs-controller", "ebs-node")
        .flatMap(
            account ->
                Stream.concat(
                    Right.given(
                        account, client.rbac().clusterRoles().withName(account).get().getRules()),
                    Optional.ofNullable(
                            client
                                .rbac()
                                .roles()
                                .inNamespace(Cluster.DRIVER_NAMESPACE)
                                .withName(account)
                                .get())
                        .map(role -> Right.given(account, role.getRules()))
                        .orElse(Stream.of())));
  }

  private static AuditLog log() {
    Optional<String> file = Optional.ofNullable(System.getenv("EBS_E2E_AUDIT_LOG"));
    assumeTrue(
        file.isPresent(),
        "EBS_E2E_AUDIT_LOG names no audit log of the API server, so who asked for what is not known");
    return new AuditLog(Path.of(file.orElseThrow()));
  }
}
