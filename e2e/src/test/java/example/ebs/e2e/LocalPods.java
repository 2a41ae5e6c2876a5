package example.ebs.e2e;

/** Pods with a volume of their node, for what the examples do not show. */
final class LocalPods {
  private LocalPods() {}

  /** A pod with an inline volume at /scratch. */
  static String inline(String name, String node, String attributes) {
    return pod(
        name,
        node,
        "csi: {driver: local.ebs.example, volumeAttributes: {%s}}".formatted(attributes));
  }

  /** A pod with a claim at /scratch. */
  static String onClaim(String name, String node, String claim) {
    return pod(name, node, "persistentVolumeClaim: {claimName: %s}".formatted(claim));
  }

  /** A pod with Kubernetes' own emptyDir at /scratch. */
  static String inTree(String name, String node) {
    return pod(name, node, "emptyDir: {}");
  }

  /** A claim of a class. */
  static String claim(String name, String storageClass, String size) {
    return """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: %s}
        spec:
          accessModes: [ReadWriteOnce]
          storageClassName: %s
          resources: {requests: {storage: %s}}
        """
        .formatted(name, storageClass, size);
  }

  /** The same as a block device. */
  static String blockClaim(String name, String storageClass, String size) {
    return claim(name, storageClass, size).replace("spec:\n", "spec:\n  volumeMode: Block\n");
  }

  /** A pod with such a claim at /dev/scratch. */
  static String onBlockClaim(String name, String claim) {
    return onClaim(name, "", claim)
        .replace(
            "volumeMounts: [{name: scratch, mountPath: /scratch}]",
            "volumeDevices: [{name: scratch, devicePath: /dev/scratch}]");
  }

  /** A class of the driver, for one namespace's test. */
  static String storageClass(String name, String binding, String parameters) {
    return """
        apiVersion: storage.k8s.io/v1
        kind: StorageClass
        metadata: {name: %s}
        provisioner: ebs.example
        volumeBindingMode: %s
        parameters: {%s}
        """
        .formatted(name, binding, parameters);
  }

  private static String pod(String name, String node, String volume) {
    return """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s}
        spec:
          terminationGracePeriodSeconds: 1
          %s
          containers:
          - name: app
            image: busybox:1.37
            command: [sh, -c, "trap exit TERM; while true; do sleep 1 & wait; done"]
            volumeMounts: [{name: scratch, mountPath: /scratch}]
          volumes:
          - name: scratch
            %s
        """
        .formatted(name, on(node), volume);
  }

  /** Whoever wants a certain node also takes one that may be stopped. */
  private static String on(String node) {
    return node.isEmpty()
        ? ""
        : """
        nodeSelector: {kubernetes.io/hostname: %s}
          tolerations: [{key: %s, operator: Exists}]
        """
            .formatted(node, Nodes.MAY_DIE)
            .strip();
  }
}
