package example.ebs.local.release;

import java.util.Optional;

/** The PersistentVolumes in Kubernetes. */
public interface VolumeObjects {
  /**
   * One as it is now; empty when it is gone.
   *
   * @throws example.ebs.csi.failure.Failure.Unavailable when nobody answers
   */
  Optional<VolumeObject> read(String name);

  /**
   * Takes a finalizer away from the very object that was read; nothing when that is gone.
   *
   * @throws example.ebs.csi.failure.Failure.InProgress when it has changed meanwhile
   * @throws example.ebs.csi.failure.Failure.Unavailable when nobody answers; it may be away then
   */
  void removeFinalizer(VolumeObject object, String finalizer);

  /**
   * Sets an annotation; nothing when the object is gone.
   *
   * @throws example.ebs.csi.failure.Failure.Unavailable when nobody answers; it may be set then
   */
  void annotate(String name, String annotation, String value);
}
