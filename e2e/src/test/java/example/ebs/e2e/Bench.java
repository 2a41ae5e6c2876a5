package example.ebs.e2e;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.stream.Stream;

/** The objects of the measurements, and many of them at once. */
final class Bench {
  private Bench() {}

  static String claim(String name, String storageClass) {
    return claim(name, "storageClassName: " + storageClass, "");
  }

  /** A claim for exactly one volume that was made by hand. */
  static String claimOf(String name, String volume) {
    return claim(name, "storageClassName: \"\"", "volumeName: " + volume);
  }

  private static String claim(String name, String storageClass, String volume) {
    return """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: %s}
        spec:
          accessModes: [ReadWriteOnce]
          %s
          %s
          resources: {requests: {storage: 1Gi}}
        """
        .formatted(name, storageClass, volume);
  }

  /** A PersistentVolume without anything behind it. */
  static String volume(String name) {
    return """
        apiVersion: v1
        kind: PersistentVolume
        metadata: {name: %s}
        spec:
          accessModes: [ReadWriteOnce]
          capacity: {storage: 1Gi}
          persistentVolumeReclaimPolicy: Retain
          csi: {driver: %s, volumeHandle: %s}
        """
        .formatted(name, Cluster.DRIVER, name);
  }

  /** Creates claims as fast as the API server takes them, and returns their names. */
  static List<String> createAll(Cluster cluster, Stream<String> claims) {
    List<PersistentVolumeClaim> all =
        claims.map(text -> Serialization.unmarshal(text, PersistentVolumeClaim.class)).toList();
    AtOnce.forEach(
        all,
        claim ->
            cluster
                .client()
                .persistentVolumeClaims()
                .inNamespace(cluster.namespace())
                .resource(claim)
                .create());
    return all.stream().map(claim -> claim.getMetadata().getName()).toList();
  }
}
