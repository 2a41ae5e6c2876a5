package example.ebs.provisioner.topology;

import io.fabric8.kubernetes.api.model.storage.StorageClass;

/** When the volumes of a class are made: before there are pods for them, or after. */
public final class BindingMode {
  private BindingMode() {}

  /** Whether a volume is made only when the scheduler has chosen a node for its first pod. */
  public static boolean waitsForPod(StorageClass storageClass) {
    return "WaitForFirstConsumer".equals(storageClass.getVolumeBindingMode());
  }
}
