package example.ebs.provisioner.large;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Objects of the size that they have in real clusters, most of it fields that no loop reads. */
final class LargeObjects {
  private static final String DRIVER = "ebs.example";

  private LargeObjects() {}

  static String claim(int number, long version) {
    return """
        {"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"data-%1$d","namespace":"team-%2$d","uid":"claim-%1$d","resourceVersion":"%3$d","creationTimestamp":"2026-01-01T00:00:00Z","finalizers":["kubernetes.io/pvc-protection"],"annotations":{"pv.kubernetes.io/bind-completed":"yes","pv.kubernetes.io/bound-by-controller":"yes","volume.kubernetes.io/storage-provisioner":"ebs.example","volume.kubernetes.io/selected-node":"node-%2$d","kubectl.kubernetes.io/last-applied-configuration":"%4$s"},"labels":{"app":"database","tier":"%2$d"},"managedFields":[%5$s]},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"10Gi"}},"storageClassName":"fast","volumeMode":"Filesystem","volumeName":"pvc-%1$d"},"status":{"phase":"Bound","accessModes":["ReadWriteOnce"],"capacity":{"storage":"10Gi"}}}"""
        .formatted(number, number % 100, version, "x".repeat(600), managed(3, 12));
  }

  static String volume(int number, long version) {
    return """
        {"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":"pvc-%1$d","uid":"volume-%1$d","resourceVersion":"%3$d","creationTimestamp":"2026-01-01T00:00:00Z","finalizers":["external-provisioner.volume.kubernetes.io/finalizer","kubernetes.io/pv-protection","external-attacher/ebs-example"],"annotations":{"pv.kubernetes.io/provisioned-by":"ebs.example"},"managedFields":[%4$s]},"spec":{"accessModes":["ReadWriteOnce"],"capacity":{"storage":"10Gi"},"claimRef":{"apiVersion":"v1","kind":"PersistentVolumeClaim","name":"data-%1$d","namespace":"team-%2$d","uid":"claim-%1$d","resourceVersion":"1"},"csi":{"driver":"ebs.example","fsType":"ext4","volumeHandle":"vol-%5$017x","volumeAttributes":{"storage.kubernetes.io/csiProvisionerIdentity":"1"}},"nodeAffinity":{"required":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"topology.kubernetes.io/zone","operator":"In","values":["zone-a"]}]}]}},"persistentVolumeReclaimPolicy":"Delete","storageClassName":"fast","volumeMode":"Filesystem"},"status":{"phase":"Bound"}}"""
        .formatted(number, number % 100, version, managed(4, 12), number);
  }

  static String attachment(int number, long version) {
    return """
        {"apiVersion":"storage.k8s.io/v1","kind":"VolumeAttachment","metadata":{"name":"csi-%1$064x","uid":"attachment-%1$d","resourceVersion":"%2$d","creationTimestamp":"2026-01-01T00:00:00Z","finalizers":["external-attacher/ebs-example"],"annotations":{"csi.alpha.kubernetes.io/node-id":"i-%3$017x","ebs.example/volume-handle":"vol-%1$017x"},"managedFields":[%4$s]},"spec":{"attacher":"ebs.example","nodeName":"node-%3$d","source":{"persistentVolumeName":"pvc-%1$d"}},"status":{"attached":true,"attachmentMetadata":{"devicePath":"/dev/xvdaa"}}}"""
        .formatted(number, version, number % 1000, managed(2, 10));
  }

  static String node(int number, long version) {
    String images =
        IntStream.range(0, 50)
            .mapToObj(
                image ->
                    "{\"names\":[\"registry.example/team/image-%1$d@sha256:%1$064x\",\"registry.example/team/image-%1$d:v1.%1$d.0\"],\"sizeBytes\":123456789}"
                        .formatted(image))
            .collect(Collectors.joining(","));
    return """
        {"apiVersion":"v1","kind":"Node","metadata":{"name":"node-%1$d","uid":"node-%1$d","resourceVersion":"%2$d","creationTimestamp":"2026-01-01T00:00:00Z","annotations":{"node.alpha.kubernetes.io/ttl":"0","volumes.kubernetes.io/controller-managed-attach-detach":"true"},"labels":{"beta.kubernetes.io/arch":"amd64","beta.kubernetes.io/os":"linux","kubernetes.io/arch":"amd64","kubernetes.io/hostname":"node-%1$d","kubernetes.io/os":"linux","node.kubernetes.io/instance-type":"m6i.large","topology.kubernetes.io/region":"us-east-1","topology.kubernetes.io/zone":"us-east-1%3$c"},"managedFields":[%4$s]},"spec":{"providerID":"aws:///us-east-1a/i-%1$017x"},"status":{"allocatable":{"cpu":"2","memory":"8Gi","pods":"29"},"capacity":{"cpu":"2","memory":"8Gi","pods":"29"},"conditions":[{"type":"Ready","status":"True","lastHeartbeatTime":"2026-01-01T00:00:00Z","lastTransitionTime":"2026-01-01T00:00:00Z","reason":"KubeletReady","message":"kubelet is posting ready status"}],"nodeInfo":{"architecture":"amd64","bootID":"%1$d","containerRuntimeVersion":"containerd://2.1.0","kernelVersion":"6.12","kubeProxyVersion":"","kubeletVersion":"v1.37.2","machineID":"%1$d","operatingSystem":"linux","osImage":"Linux","systemUUID":"%1$d"},"images":[%5$s]}}"""
        .formatted(number, version, 'a' + number % 3, managed(5, 25), images);
  }

  static String csiNode(int number, long version) {
    return """
        {"apiVersion":"storage.k8s.io/v1","kind":"CSINode","metadata":{"name":"node-%1$d","uid":"csinode-%1$d","resourceVersion":"%2$d","creationTimestamp":"2026-01-01T00:00:00Z","managedFields":[%3$s]},"spec":{"drivers":[{"name":"ebs.example","nodeID":"i-%1$017x","topologyKeys":["topology.kubernetes.io/zone"],"allocatable":{"count":25}}]}}"""
        .formatted(number, version, managed(1, 8));
  }

  static String storageClass(int number, long version) {
    return """
        {"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"fast","uid":"class-%1$d","resourceVersion":"%2$d"},"provisioner":"%3$s","volumeBindingMode":"WaitForFirstConsumer","reclaimPolicy":"Delete"}"""
        .formatted(number, version, DRIVER);
  }

  /** Who wrote which field, so many times. */
  private static String managed(int writers, int fields) {
    return IntStream.range(0, writers)
        .mapToObj(
            writer ->
                "{\"manager\":\"writer-%d\",\"operation\":\"Update\",\"apiVersion\":\"v1\",\"time\":\"2026-01-01T00:00:00Z\",\"fieldsType\":\"FieldsV1\",\"fieldsV1\":{\"f:metadata\":{%s}}}"
                    .formatted(writer, fields(fields)))
        .collect(Collectors.joining(","));
  }

  private static String fields(int count) {
    return IntStream.range(0, count)
        .mapToObj(field -> "\"f:field-%d\":{\".\":{},\"f:inner-%d\":{}}".formatted(field, field))
        .collect(Collectors.joining(","));
  }
}
