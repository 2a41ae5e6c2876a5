package example.ebs.local.release;

import example.ebs.csi.failure.Failure;
import example.ebs.local.LocalVolumes;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives one PersistentVolume what it needs of this node.
 *
 * <p>The directory goes first and the finalizer last, and both may be gone already: so it can be
 * broken off anywhere, and is begun again from the object as it is then.
 */
public final class VolumeRelease {
  private static final Logger LOG = LoggerFactory.getLogger(VolumeRelease.class);

  private final Residence here;
  private final VolumeObjects objects;
  private final LocalVolumes volumes;

  public VolumeRelease(Residence here, VolumeObjects objects, LocalVolumes volumes) {
    this.here = here;
    this.objects = objects;
    this.volumes = volumes;
  }

  /**
   * Does it for the object of that name as it is now: until the last moment somebody may have
   * changed its reclaim policy.
   *
   * @throws Failure when it cannot be done yet, and nothing is lost
   */
  void release(String name) {
    Optional<VolumeObject> found = objects.read(name);
    if (found.isPresent()) {
      release(found.get());
    }
  }

  ReleaseDecision decide(VolumeObject object) {
    return ReleaseDecision.of(object, here);
  }

  private void release(VolumeObject object) {
    switch (decide(object)) {
      case ReleaseDecision.Remove remove -> {
        volumes.remove(remove.volume());
        letGo(object, "removed");
      }
      case ReleaseDecision.Keep keep -> letGo(object, "kept: " + keep.reason());
      case ReleaseDecision.Nothing _, ReleaseDecision.Refuse _ -> {}
    }
  }

  private void letGo(VolumeObject object, String directory) {
    objects.removeFinalizer(object, here.driver().finalizer());
    LOG.atInfo()
        .addKeyValue("volume", object.name())
        .addKeyValue("directory", directory)
        .log("released");
  }
}
