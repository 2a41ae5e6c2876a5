package example.ebs.provisioner.csi;

/**
 * The names that follow from a driver's: what the loops write on Kubernetes' objects.
 *
 * @param driver such as {@code ebs.example}
 */
public record DriverNames(String driver) {
  /**
   * On PersistentVolumes whose volume goes with them, whatever the driver: the sidecars' name, so
   * that either can take over from the other.
   */
  public static final String RECLAIM_FINALIZER =
      "external-provisioner.volume.kubernetes.io/finalizer";

  /**
   * The beginning of the two annotations of a PersistentVolume, {@code name} and {@code namespace},
   * by which the sidecars note the Secret that its volume's deletion needs.
   */
  public static final String DELETION_SECRET = "volume.kubernetes.io/provisioner-deletion-secret-";

  /** On a claim from before CreateVolume until a moment after its PersistentVolume was written. */
  public String claimFinalizer() {
    return driver + "/provisioning";
  }

  /**
   * On such a claim: where its volume was asked to be, so that a repeated CreateVolume asks for the
   * same.
   */
  public String topologyAnnotation() {
    return driver + "/requested-topology";
  }

  /** On a CSIStorageCapacity: until when it says 0, in ISO 8601. */
  public String fullUntilAnnotation() {
    return driver + "/full-until";
  }

  /** The lease of all loops. */
  public String lease() {
    return sanitized();
  }

  /** On PersistentVolumes and VolumeAttachments, the same as the attacher sidecar's. */
  public String attachmentFinalizer() {
    return "external-attacher/" + sanitized();
  }

  /** On a VolumeAttachment from before ControllerPublishVolume: the driver's id of the volume. */
  public String volumeHandleAnnotation() {
    return driver + "/volume-handle";
  }

  /** On such a VolumeAttachment: namespace/name of the Secret that the driver wants to know. */
  public String publishSecretAnnotation() {
    return driver + "/publish-secret";
  }

  private String sanitized() {
    String plain = driver.replaceAll("[^A-Za-z0-9-]", "-");
    return plain.endsWith("-") ? plain + "X" : plain;
  }
}
