package example.ebs.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Classes that ask for what cannot be: the claim says why, and nothing is made. */
@Tag("faults")
@ExtendWith(OnCluster.class)
final class BadInputScenario {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "typ: gp3|typ",
        "mode: floppy|mode",
        "type: gp9|gp9",
        "csi.storage.k8s.io/fstype: zfs|zfs",
        "iops: many|iops"
      })
  void aClassWithAParameterThatCannotBeIsNamedInTheClaimsEvent(
      String parameter, String named, Cluster cluster) {
    cluster.applyText(immediateClass(cluster, "parameters: {" + quoted(parameter) + "}"));
    cluster.applyText(claim(cluster));

    assertThat(cluster.events().containing("bad", "ProvisioningFailed", named)).isNotEmpty();
    nothingWasMade(cluster);
  }

  @Test
  void aZoneThatDoesNotExistIsNamedInTheClaimsEvent(Cluster cluster) {
    cluster.applyText(immediateClass(cluster, "allowedTopologies: [" + only("zone-x") + "]"));
    cluster.applyText(claim(cluster));

    assertThat(cluster.events().containing("bad", "ProvisioningFailed", "zone-x"))
        .contains("zone-x: allowed by the class, but no node there runs the driver", "zone-a");
    nothingWasMade(cluster);
  }

  @Test
  void aPodWhoseClassAllowsNoZoneWithNodesIsNotPlaced(Cluster cluster) {
    cluster.applyText(
        storageClass(
            cluster, "WaitForFirstConsumer", "allowedTopologies: [" + only("zone-c") + "]"));
    cluster.applyText(claim(cluster));
    cluster.apply(
        Cluster.EXAMPLES + "s3-pod.yaml", pod -> pod.replace("claimName: data", "claimName: bad"));

    assertThat(
            cluster
                .events()
                .containing(
                    "app",
                    "FailedScheduling",
                    "node(s) didn't find available persistent volumes to bind"))
        .isNotEmpty();
    nothingWasMade(cluster);
  }

  private static void nothingWasMade(Cluster cluster) {
    assertThat(cluster.claims().get("bad").getStatus().getPhase()).isEqualTo("Pending");
    assertThat(new Leftovers(cluster).volumesOfTheTest()).isEmpty();
  }

  private static String quoted(String parameter) {
    return parameter.replaceFirst(": (.*)", ": \"$1\"");
  }

  private static String only(String zone) {
    return "{matchLabelExpressions: [{key: topology.kubernetes.io/zone, values: [%s]}]}"
        .formatted(zone);
  }

  private static String immediateClass(Cluster cluster, String more) {
    return storageClass(cluster, "Immediate", more);
  }

  private static String storageClass(Cluster cluster, String mode, String more) {
    return """
        apiVersion: storage.k8s.io/v1
        kind: StorageClass
        metadata: {name: %s}
        provisioner: ebs.example
        volumeBindingMode: %s
        %s
        """
        .formatted(cluster.namespace(), mode, more);
  }

  private static String claim(Cluster cluster) {
    return """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: bad}
        spec:
          accessModes: [ReadWriteOnce]
          storageClassName: %s
          resources: {requests: {storage: 4Gi}}
        """
        .formatted(cluster.namespace());
  }
}
