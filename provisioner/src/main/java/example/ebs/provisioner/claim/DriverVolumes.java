package example.ebs.provisioner.claim;

import example.ebs.csi.failure.Failure;
import example.ebs.proto.csi.CreateVolumeRequest;
import example.ebs.proto.csi.CreateVolumeResponse;
import example.ebs.proto.csi.Volume;
import example.ebs.provisioner.cluster.Cluster;
import example.ebs.provisioner.cluster.Secrets;
import example.ebs.provisioner.csi.CsiController;
import example.ebs.provisioner.loop.ObjectKey;
import example.ebs.provisioner.loop.Outcome;
import example.ebs.provisioner.topology.PlaceChoice;
import example.ebs.provisioner.topology.Requirement;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.time.Duration;
import java.util.Optional;

/**
 * Has the CSI driver make the volume that a claim asks for, and writes its PersistentVolume.
 *
 * <p>The claim carries our finalizer from before CreateVolume until a moment after the
 * PersistentVolume was written, or until nothing was left behind. So whatever dies in between, a
 * claim that is deleted meanwhile stays until we have looked, and no volume is left over.
 */
public final class DriverVolumes implements UndoableVolumes {
  private final Cluster cluster;
  private final CsiController driver;
  private final ClaimMarks marks;
  private final ClaimPlaces places;
  private final CreateRequests requests;
  private final DriverVolumeTranslator written;
  private final VolumeWriter volumes;
  private final ClaimReports reports;
  private final FailedCreations failures;
  private final ClaimUndo undo;

  /**
   * Over a driver.
   *
   * @param createMetadata whether it takes the names of claim and PersistentVolume
   */
  public DriverVolumes(
      Cluster cluster,
      CsiController driver,
      ClaimMarks marks,
      ClaimPlaces places,
      ClaimReports reports,
      boolean createMetadata) {
    this.cluster = cluster;
    this.driver = driver;
    this.marks = marks;
    this.places = places;
    this.requests =
        new CreateRequests(
            new ClaimTranslator(createMetadata, driver::can), new Secrets(cluster.client()));
    this.volumes = new VolumeWriter(cluster.client());
    this.written = new DriverVolumeTranslator(driver.driver());
    this.reports = reports;
    this.failures = new FailedCreations(marks, reports, places.full());
    this.undo = new ClaimUndo(driver, marks, requests, volumes, reports);
  }

  @Override
  public Outcome provide(PersistentVolumeClaim claim, StorageClass storageClass) {
    return switch (places.choose(claim, storageClass)) {
      case PlaceChoice.Choice.Chosen chosen -> create(claim, storageClass, chosen.requirement());
      // Of what is held already there may be a volume, so it is not let go of.
      case PlaceChoice.Choice.AnotherNode another when !marks.isHeld(claim) ->
          failures.reschedule(claim, another.reason());
      case PlaceChoice.Choice.AnotherNode another -> {
        reports.failed(claim, another.reason());
        yield Outcome.retry();
      }
      case PlaceChoice.Choice.NotNow notNow -> {
        reports.failed(claim, notNow.reason());
        yield Outcome.waiting();
      }
    };
  }

  @Override
  public Outcome undo(PersistentVolumeClaim claim, Optional<StorageClass> storageClass) {
    return undo.undo(claim, storageClass) ? letGo(claim) : Outcome.retry();
  }

  private Outcome create(
      PersistentVolumeClaim claim, StorageClass storageClass, Requirement requirement) {
    CreateVolumeRequest request;
    try {
      request = requests.of(claim, storageClass, requirement);
    } catch (Failure.InvalidRequest impossible) {
      // Nothing is let go of: an earlier try, of a class of that name, may have left something.
      reports.failed(claim, impossible.getMessage());
      return Outcome.seldom();
    } catch (Failure secretUnread) {
      reports.failed(claim, secretUnread.getMessage());
      return Outcome.retry();
    }
    Optional<PersistentVolumeClaim> held = marks.hold(claim, storageClass, requirement);
    if (held.isEmpty()) {
      marks.forget(ObjectKey.of(claim));
      return Outcome.done();
    }
    long started = System.nanoTime();
    try {
      Volume made = created(request);
      return keep(held.get(), storageClass, made, Duration.ofNanos(System.nanoTime() - started));
    } catch (Failure failure) {
      return failures.failed(held.get(), storageClass, requirement, failure);
    }
  }

  private Volume created(CreateVolumeRequest request) {
    CreateVolumeResponse made = driver.create(request);
    Volume volume = made.getVolume();
    long asked = request.getCapacityRange().getRequiredBytes();
    if (volume.getCapacityBytes() > 0 && volume.getCapacityBytes() < asked) {
      undo.discard(volume.getVolumeId(), request);
      throw new Failure.Internal(
          "the driver was asked for %d bytes and made volume %s of %d bytes, which was deleted again"
              .formatted(asked, volume.getVolumeId(), volume.getCapacityBytes()));
    }
    return volume;
  }

  /** The volume is there: it is written down, unless nobody wants it any more. */
  private Outcome keep(
      PersistentVolumeClaim claim, StorageClass storageClass, Volume made, Duration took) {
    boolean unwanted =
        cluster
            .claims()
            .find(ObjectKey.of(claim))
            .map(now -> now.isMarkedForDeletion())
            .orElse(false);
    if (unwanted) {
      return Outcome.after(Duration.ZERO);
    }
    try {
      var _ = volumes.write(written.volume(claim, storageClass, made), claim);
    } catch (Failure.AlreadyExists another) {
      reports.failed(claim, another.getMessage());
      return Outcome.retry();
    }
    reports.succeeded(claim, made, took);
    marks.written(claim);
    return marks.lingers(claim).map(Outcome::after).orElseGet(() -> letGo(claim));
  }

  private Outcome letGo(PersistentVolumeClaim claim) {
    marks.release(claim);
    return Outcome.done();
  }
}
