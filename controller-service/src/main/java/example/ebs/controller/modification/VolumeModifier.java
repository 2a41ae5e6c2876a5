package example.ebs.controller.modification;

import example.ebs.controller.cluster.OwnCluster;
import example.ebs.controller.transition.TransitionPoller;
import example.ebs.controller.volume.EbsVolume;
import example.ebs.controller.volume.VolumeState;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.lock.KeyedLocks;
import example.ebs.csi.model.VolumeId;
import example.ebs.csi.time.Waiting;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Grows a volume and changes its performance, and waits until it is so.
 *
 * <p>EC2 has no token for it and allows four modifications in a day, so none is ever spent on what
 * is so already or under way: what there is is looked at first, and a call that is repeated after a
 * crash or a lost reply finds what the first one began.
 */
public final class VolumeModifier {
  private static final Logger LOG = LoggerFactory.getLogger(VolumeModifier.class);
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final ModificationCloud cloud;
  private final TransitionPoller<VolumeId, Modification> poller;
  private final OwnCluster cluster;
  private final GatheredChanges gathered;
  private final KeyedLocks locks = new KeyedLocks();

  public VolumeModifier(
      ModificationCloud cloud,
      TransitionPoller<VolumeId, Modification> poller,
      OwnCluster cluster,
      Waiting waiting) {
    this.cloud = cloud;
    this.poller = poller;
    this.cluster = cluster;
    this.gathered = new GatheredChanges(LONGEST, waiting);
  }

  /**
   * Returns what the volume is once it is what was asked for; EC2 may still move its data.
   *
   * @throws Failure.NotFound when there is no such volume
   * @throws Failure.PreconditionFailed when it is another cluster's, failed, or EC2 gave up
   * @throws Failure.OutOfRange when it would shrink or grow beyond its type's limits
   * @throws Failure.QuotaReached when EC2 modified it too often; says when it will again
   */
  public VolumeShape modify(VolumeId id, VolumeChange change) {
    return gathered.carryOut(id, change, all -> modifyAlone(id, all));
  }

  private VolumeShape modifyAlone(VolumeId id, VolumeChange change) {
    try (KeyedLocks.Held _ = locks.take("the size or class of volume " + id)) {
      ModificationCloud.Scene scene = cloud.look(id);
      EbsVolume volume = changeable(id, scene.volume());
      // After the look, which tells whose it is at no further cost.
      cluster.require(id, "changed; change it from the cluster that owns it");
      return switch (ModificationPlan.of(volume, scene.latest(), change)) {
        case ModificationPlan.Done done -> tag(id, change, done.shape());
        case ModificationPlan.Await await -> tagAndAwait(id, change, await.underWay());
        case ModificationPlan.Begin begin ->
            tagAndAwait(id, change, begin(id, begin, scene.latest()));
      };
    }
  }

  private static EbsVolume changeable(VolumeId id, Optional<EbsVolume> found) {
    EbsVolume volume =
        found
            .filter(there -> !there.state().isGoing())
            .orElseThrow(
                () ->
                    new Failure.NotFound(
                        "volume %s does not exist in this account and region".formatted(id)));
    if (volume.state() == VolumeState.CREATING) {
      throw new Failure.InProgress(
          "volume %s is still being created, and EC2 changes none before; ask again".formatted(id));
    }
    if (volume.state() == VolumeState.ERROR) {
      throw new Failure.PreconditionFailed(
          "volume %s is in state error, so EC2 does not change it; restore its data from a snapshot"
              .formatted(id));
    }
    return volume;
  }

  private Modification begin(
      VolumeId id, ModificationPlan.Begin begin, Optional<Modification> latest) {
    return switch (cloud.modify(id, begin.from(), begin.to())) {
      case ModificationStart.Begun begun -> {
        LOG.atInfo()
            .addKeyValue("volume", id)
            .addKeyValue("from", begin.from())
            .addKeyValue("to", begin.to())
            .log("Volume modification begun");
        yield begun.modification();
      }
      case ModificationStart.TooSoon refused -> throw RateLimit.refusal(id, refused.said(), latest);
    };
  }

  /** Tags while EC2 works: they are part of what was asked, and need no look of their own. */
  private VolumeShape tagAndAwait(VolumeId id, VolumeChange change, Modification underWay) {
    VolumeShape shape = tag(id, change, underWay.target());
    return underWay.state().isDone() ? shape : await(id, underWay);
  }

  private VolumeShape await(VolumeId id, Modification underWay) {
    try {
      return poller.await(id, LONGEST, new BecomesModified(underWay));
    } catch (Failure.PreconditionFailed gaveUp) {
      throw gaveUp;
    } catch (Failure unseen) {
      throw unseen.unsettled(
          "volume %s is being changed to %s, but whether it is so yet is not known"
              .formatted(id, underWay.target()));
    }
  }

  private VolumeShape tag(VolumeId id, VolumeChange change, VolumeShape shape) {
    if (!change.tags().isEmpty()) {
      cloud.tag(id, change.tags());
    }
    return shape;
  }
}
