package example.ebs.local.release;

import example.ebs.csi.kubernetes.ObjectVersion;
import example.ebs.local.model.LocalDriver;
import example.ebs.local.model.LocalVolumeId;
import java.util.List;
import java.util.Map;

/** PersistentVolumes as the provisioner makes them, and some that it would not. */
final class Volumes {
  static final Residence HERE = new Residence(new LocalDriver("ebs.example"), "worker-a");
  static final String FINALIZER = "local.ebs.example/directory";
  static final String LABEL = "ebs.example/node";
  static final String NAME = "pvc-1";
  static final Map<String, String> HOST_PATH =
      Map.of("mode", "hostPath", "directory", "default-data-pvc-1");
  static final Map<String, String> WRAPPED = Map.of("mode", "hostPath", "path", "/srv/data");

  private Volumes() {}

  /** Its claim is gone and its policy is Delete, so that this node is to remove it. */
  static VolumeObject released() {
    return released(NAME);
  }

  static VolumeObject released(String name) {
    return new VolumeObject(
        new ObjectVersion(name, "uid-1", "5"),
        new VolumeObject.Marks(Map.of(LABEL, "worker-a"), Map.of()),
        life(true, "Released", "Delete"),
        source("local.ebs.example", LocalVolumeId.ofVolume(name).value(), HOST_PATH));
  }

  static LocalVolumeId id() {
    return LocalVolumeId.ofVolume(NAME);
  }

  static VolumeObject.Life life(boolean deleted, String phase, String policy) {
    return new VolumeObject.Life(deleted, List.of("other", FINALIZER), phase, policy, true);
  }

  static VolumeObject.Source source(String driver, String handle, Map<String, String> attributes) {
    return new VolumeObject.Source(driver, handle, attributes);
  }

  static VolumeObject with(VolumeObject object, VolumeObject.Life life) {
    return new VolumeObject(object.version(), object.marks(), life, object.source());
  }

  static VolumeObject with(VolumeObject object, VolumeObject.Source source) {
    return new VolumeObject(object.version(), object.marks(), object.life(), source);
  }

  static VolumeObject with(VolumeObject object, VolumeObject.Marks marks) {
    return new VolumeObject(object.version(), marks, object.life(), object.source());
  }

  static VolumeObject withFinalizers(VolumeObject object, List<String> finalizers) {
    VolumeObject.Life life = object.life();
    return with(
        object,
        new VolumeObject.Life(
            life.deleted(), finalizers, life.phase(), life.reclaimPolicy(), life.claimed()));
  }
}
