package example.ebs.provisioner.claim;

import example.ebs.proto.csi.Volume;
import example.ebs.provisioner.csi.InTreeVolumes;
import example.ebs.provisioner.event.Events;
import example.ebs.provisioner.loop.ObjectKey;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is told about a claim: to its owner by an event, to the operator by a log line. */
public final class ClaimReports {
  private static final Logger LOG = LoggerFactory.getLogger(ClaimReports.class);
  private static final String FAILED = "ProvisioningFailed";

  private final Events events;

  /** Of which claims it was told already who makes their volume. */
  private final ClaimMemory<DataSource> populated = new ClaimMemory<>();

  public ClaimReports(Events events) {
    this.events = events;
  }

  void succeeded(PersistentVolumeClaim claim, Volume volume, Duration took) {
    String where =
        volume.getAccessibleTopologyList().stream()
            .flatMap(topology -> topology.getSegmentsMap().values().stream())
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    String seconds = String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
    LOG.atInfo()
        .addKeyValue("claim", name(claim))
        .addKeyValue("volume", volume.getVolumeId())
        .addKeyValue("where", where)
        .addKeyValue("took", seconds)
        .log("volume made for claim");
    events.normal(
        claim,
        "ProvisioningSucceeded",
        "Made volume %s%s in %s and wrote PersistentVolume %s"
            .formatted(
                volume.getVolumeId(),
                where.isEmpty() ? "" : " in " + where,
                seconds,
                ClaimTerms.volumeName(claim)));
  }

  /** The volume will be there when a pod wants it; until then there is its PersistentVolume. */
  public void planned(PersistentVolumeClaim claim, String node) {
    String volume = ClaimTerms.volumeName(claim);
    LOG.atInfo()
        .addKeyValue("claim", name(claim))
        .addKeyValue("volume", volume)
        .addKeyValue("where", node)
        .log("local volume planned for claim");
    events.normal(
        claim,
        "ProvisioningSucceeded",
        "Chose node %s and wrote PersistentVolume %s; the node makes the volume for its first pod"
            .formatted(node, volume));
  }

  public void failed(PersistentVolumeClaim claim, String reason) {
    warn(claim, FAILED, reason);
  }

  void stillTrying(PersistentVolumeClaim claim, String reason) {
    warn(claim, "Provisioning", "not done yet, will retry: " + reason);
  }

  public void rescheduled(PersistentVolumeClaim claim, String reason) {
    warn(claim, FAILED, reason + "; the scheduler is asked for another node");
  }

  void classMissing(PersistentVolumeClaim claim, String storageClass) {
    warn(
        claim,
        FAILED,
        "StorageClass %s does not exist; create it, or delete the claim".formatted(storageClass));
  }

  void classUntranslated(PersistentVolumeClaim claim, StorageClass storageClass) {
    warn(
        claim,
        FAILED,
        ("class %s is for the in-tree EBS driver (provisioner %s), and this version does not translate such classes:"
                + " write a class with provisioner %s, and make the claim again with it")
            .formatted(
                storageClass.getMetadata().getName(),
                storageClass.getProvisioner(),
                InTreeVolumes.DRIVER));
  }

  /** Once for each claim, as all is well. */
  void leftToPopulator(PersistentVolumeClaim claim, DataSource source) {
    if (populated.find(claim).isEmpty()) {
      populated.remember(claim, source);
      events.normal(
          claim,
          "Provisioning",
          "A populator must make this volume and fill it with %s; the claim waits for it"
              .formatted(source));
    }
  }

  /** The claim is gone, or has its volume. */
  void forget(ObjectKey claim) {
    populated.forget(claim);
  }

  void begunElsewhere(PersistentVolumeClaim claim, String finalizer) {
    warn(
        claim,
        FAILED,
        ("finalizer %s says that a volume of the driver was begun for this claim, and class %s is of local volumes:"
                + " create the class as it was, or delete the claim, or look for a volume tagged CSIVolumeName=%s"
                + " yourself and then remove the finalizer")
            .formatted(finalizer, ClaimTerms.className(claim), ClaimTerms.volumeName(claim)));
  }

  /** Nobody can say more: an earlier call whose answer was lost may have made one all the same. */
  void undone(PersistentVolumeClaim claim, String reason) {
    warn(
        claim,
        FAILED,
        "released without a volume: %s. If an earlier call left one behind, it is named (on EBS: tagged CSIVolumeName=) %s"
            .formatted(reason, ClaimTerms.volumeName(claim)));
  }

  /**
   * What is left to do is a person's, where the cause cannot be mended: the claim may be in a
   * namespace that goes, and its Secret with it.
   */
  void cannotUndo(PersistentVolumeClaim claim, String finalizer, String cause) {
    warn(
        claim,
        FAILED,
        ("the claim was deleted while its volume of class %s was being made, and the driver cannot be asked for that again: %s."
                + " Mend it, or look for a volume named (on EBS: tagged CSIVolumeName=) %s yourself and then remove"
                + " finalizer %s")
            .formatted(
                ClaimTerms.className(claim), cause, ClaimTerms.volumeName(claim), finalizer));
  }

  private void warn(PersistentVolumeClaim claim, String reason, String message) {
    LOG.atWarn().addKeyValue("claim", name(claim)).addKeyValue("reason", reason).log(message);
    events.warning(claim, reason, message);
  }

  private static String name(PersistentVolumeClaim claim) {
    return claim.getMetadata().getNamespace() + "/" + claim.getMetadata().getName();
  }
}
