package example.ebs.provisioner.claim;

import example.ebs.csi.failure.Failure;
import example.ebs.proto.csi.ControllerServiceCapability;
import example.ebs.proto.csi.CreateVolumeRequest;
import example.ebs.proto.csi.CreateVolumeResponse;
import example.ebs.proto.csi.Volume;
import example.ebs.provisioner.cluster.Cluster;
import example.ebs.provisioner.cluster.ObjectPatch;
import example.ebs.provisioner.csi.CsiController;
import example.ebs.provisioner.csi.DriverNames;
import example.ebs.provisioner.event.Events;
import example.ebs.provisioner.loop.ObjectKey;
import example.ebs.provisioner.loop.Outcome;
import example.ebs.provisioner.loop.Reconciler;
import example.ebs.provisioner.topology.PlaceChoice;
import example.ebs.provisioner.topology.Requirement;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.time.Duration;
import java.util.Optional;

/**
 * Makes the volume that a claim asks for, and writes its PersistentVolume; Kubernetes binds the
 * two.
 *
 * <p>The claim carries our finalizer from before CreateVolume until the PersistentVolume is written
 * or nothing was left behind. So whatever dies in between, a claim that is deleted meanwhile stays
 * until we have looked, and no volume is left over.
 */
public final class ClaimReconciler implements Reconciler {
  /** What will not work however often it is tried is tried seldom; a change is seen at once. */
  private static final Duration HOPELESS = Duration.ofMinutes(5);

  private final Cluster cluster;
  private final CsiController driver;
  private final DriverNames names;
  private final PlaceChoice places;
  private final ClaimTranslator translator;
  private final VolumeWriter volumes;
  private final ClaimReports reports;
  private final FullPlaces full;
  private final ClaimUndo undo;

  private final BegunClasses begun = new BegunClasses();

  /** What must be told when a place turns out to be full. */
  @FunctionalInterface
  public interface FullPlaces {
    void mark(StorageClass storageClass, Requirement tried);
  }

  public ClaimReconciler(
      Cluster cluster,
      CsiController driver,
      PlaceChoice places,
      FullPlaces full,
      Events events,
      boolean createMetadata) {
    this.cluster = cluster;
    this.driver = driver;
    this.names = new DriverNames(driver.driver());
    this.places = places;
    this.translator =
        new ClaimTranslator(
            createMetadata,
            driver.can(ControllerServiceCapability.RPC.Type.SINGLE_NODE_MULTI_WRITER));
    this.volumes = new VolumeWriter(cluster.client(), driver.driver());
    this.reports = new ClaimReports(events);
    this.full = full;
    this.undo = new ClaimUndo(driver, names, translator, volumes, reports);
  }

  @Override
  public Outcome reconcile(ObjectKey key) {
    return cluster
        .claims()
        .find(key)
        .flatMap(this::asItIsNow)
        .map(this::reconcile)
        .orElseGet(() -> forget(key));
  }

  /** Of our own last writes on it the watch may not have told yet, and CreateVolume needs them. */
  private Optional<PersistentVolumeClaim> asItIsNow(PersistentVolumeClaim seen) {
    return isHeld(seen) || begun.find(seen).isPresent()
        ? Optional.ofNullable(cluster.client().resource(seen).get())
            .filter(now -> now.getMetadata().getUid().equals(seen.getMetadata().getUid()))
        : Optional.of(seen);
  }

  private Outcome reconcile(PersistentVolumeClaim claim) {
    boolean written =
        cluster.volumes().find(ObjectKey.of(ClaimTranslator.volumeName(claim))).isPresent();
    ClaimDecision decision =
        ClaimDecision.of(
            claim, storageClass(claim), written, names.driver(), names.claimFinalizer());
    return switch (decision) {
      case ClaimDecision.Nothing _ -> forget(ObjectKey.of(claim));
      case ClaimDecision.LetGo _ -> letGo(claim);
      case ClaimDecision.Undo _ ->
          undo.undo(claim, storageClass(claim), begun.find(claim).isPresent())
              ? letGo(claim)
              : Outcome.retry();
      case ClaimDecision.ClassMissing missing -> {
        reports.classMissing(claim, missing.name());
        yield Outcome.retry();
      }
      case ClaimDecision.Provision provision -> provision(claim, provision.storageClass());
    };
  }

  /** What was begun with a class is ended with it: another of that name finds no such volume. */
  private Optional<StorageClass> storageClass(PersistentVolumeClaim claim) {
    return begun
        .find(claim)
        .or(() -> cluster.classes().find(ObjectKey.of(ClaimDecision.className(claim))));
  }

  private Outcome provision(PersistentVolumeClaim claim, StorageClass storageClass) {
    // Whoever writes a claim can write our marks, too, and must not get around the class by them.
    Optional<Requirement> asked =
        ClaimAnnotations.get(claim, names.topologyAnnotation())
            .flatMap(Requirement::parse)
            .filter(requirement -> places.isAllowed(requirement, storageClass));
    if (asked.isPresent() && isHeld(claim)) {
      return create(claim, storageClass, asked.get());
    }
    return switch (place(claim, storageClass)) {
      case PlaceChoice.Choice.Chosen chosen -> create(claim, storageClass, chosen.requirement());
      // Of what is held already there may be a volume, so it is not let go of.
      case PlaceChoice.Choice.AnotherNode another when !isHeld(claim) ->
          reschedule(claim, another.reason());
      case PlaceChoice.Choice.AnotherNode another -> {
        reports.failed(claim, another.reason());
        yield Outcome.retry();
      }
      case PlaceChoice.Choice.NotNow notNow -> {
        reports.failed(claim, notNow.reason());
        yield Outcome.retry();
      }
    };
  }

  private PlaceChoice.Choice place(PersistentVolumeClaim claim, StorageClass storageClass) {
    return ClaimAnnotations.selectedNode(claim)
        .map(node -> places.forNode(node, storageClass))
        .orElseGet(() -> places.anywhere(claim.getMetadata().getName(), storageClass));
  }

  private Outcome create(
      PersistentVolumeClaim claim, StorageClass storageClass, Requirement requirement) {
    CreateVolumeRequest request;
    try {
      request = translator.request(claim, storageClass, requirement);
    } catch (Failure.InvalidRequest impossible) {
      // Nothing is let go of: an earlier try, of a class of that name, may have left something.
      reports.failed(claim, impossible.getMessage());
      return Outcome.after(HOPELESS);
    }
    Optional<PersistentVolumeClaim> held = hold(claim, storageClass, requirement);
    if (held.isEmpty()) {
      return forget(ObjectKey.of(claim));
    }
    long started = System.nanoTime();
    try {
      CreateVolumeResponse made = created(request);
      return keep(held.get(), storageClass, made, Duration.ofNanos(System.nanoTime() - started));
    } catch (Failure failure) {
      return failed(held.get(), storageClass, requirement, failure);
    }
  }

  private CreateVolumeResponse created(CreateVolumeRequest request) {
    CreateVolumeResponse made = driver.create(request);
    Volume volume = made.getVolume();
    long asked = request.getCapacityRange().getRequiredBytes();
    if (volume.getCapacityBytes() > 0 && volume.getCapacityBytes() < asked) {
      undo.discard(volume.getVolumeId());
      throw new Failure.Internal(
          "the driver was asked for %d bytes and made volume %s of %d, which was deleted again"
              .formatted(asked, volume.getVolumeId(), volume.getCapacityBytes()));
    }
    return made;
  }

  private Optional<PersistentVolumeClaim> hold(
      PersistentVolumeClaim claim, StorageClass storageClass, Requirement requirement) {
    ObjectPatch<PersistentVolumeClaim> patch = ObjectPatch.of(claim);
    if (!isHeld(claim)) {
      begun.remember(claim, storageClass);
      patch.addFinalizer(names.claimFinalizer());
      patch.annotate(names.topologyAnnotation(), requirement.toString());
    }
    return patch.apply(cluster.client());
  }

  /** The volume is there: it is written down, unless nobody wants it any more. */
  private Outcome keep(
      PersistentVolumeClaim claim,
      StorageClass storageClass,
      CreateVolumeResponse made,
      Duration took) {
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
      volumes.write(claim, storageClass, made.getVolume());
    } catch (Failure.AlreadyExists another) {
      reports.failed(claim, another.getMessage());
      return Outcome.retry();
    }
    reports.succeeded(claim, made.getVolume(), took);
    return letGo(claim);
  }

  private Outcome failed(
      PersistentVolumeClaim claim,
      StorageClass storageClass,
      Requirement requirement,
      Failure failure) {
    return switch (failure) {
      case Failure.InProgress _, Failure.TimedOut _, Failure.Unavailable _ -> {
        reports.stillTrying(claim, failure.getMessage());
        yield Outcome.retry();
      }
      case Failure.LimitReached _ -> {
        full.mark(storageClass, requirement);
        yield ClaimAnnotations.selectedNode(claim).isPresent()
            ? reschedule(claim, failure.getMessage())
            : finallyFailed(claim, failure, Outcome.retry());
      }
      // Refused before any volume was looked for: of what was begun with another class, no proof.
      case Failure.InvalidRequest _, Failure.OutOfRange _ when begun.find(claim).isEmpty() -> {
        reports.failed(claim, failure.getMessage());
        yield Outcome.after(HOPELESS);
      }
      case Failure.InvalidRequest _ -> finallyFailed(claim, failure, Outcome.after(HOPELESS));
      // Another volume has the name: it may be what an earlier try left, so the claim stays held.
      case Failure.AlreadyExists _ -> {
        reports.failed(claim, failure.getMessage());
        yield Outcome.retry();
      }
      case Failure.NotFound _,
          Failure.InUse _,
          Failure.PreconditionFailed _,
          Failure.QuotaReached _,
          Failure.OutOfRange _,
          Failure.Denied _,
          Failure.Unauthenticated _,
          Failure.Internal _ ->
          finallyFailed(claim, failure, Outcome.retry());
    };
  }

  private Outcome finallyFailed(PersistentVolumeClaim claim, Failure failure, Outcome outcome) {
    reports.failed(claim, failure.getMessage());
    return released(claim, outcome);
  }

  /** Takes the chosen node away, with the finalizer, so that the scheduler chooses again. */
  private Outcome reschedule(PersistentVolumeClaim claim, String reason) {
    reports.rescheduled(claim, reason);
    var _ = release(claim).removeAnnotation(ClaimAnnotations.SELECTED_NODE).apply(cluster.client());
    return forget(ObjectKey.of(claim));
  }

  private Outcome letGo(PersistentVolumeClaim claim) {
    return released(claim, Outcome.done());
  }

  private Outcome released(PersistentVolumeClaim claim, Outcome outcome) {
    var _ = release(claim).apply(cluster.client());
    var _ = forget(ObjectKey.of(claim));
    return outcome;
  }

  private ObjectPatch<PersistentVolumeClaim> release(PersistentVolumeClaim claim) {
    return ObjectPatch.of(claim)
        .removeFinalizer(names.claimFinalizer())
        .removeAnnotation(names.topologyAnnotation());
  }

  private boolean isHeld(PersistentVolumeClaim claim) {
    return claim.getMetadata().getFinalizers().contains(names.claimFinalizer());
  }

  private Outcome forget(ObjectKey claim) {
    begun.forget(claim);
    return Outcome.done();
  }
}
