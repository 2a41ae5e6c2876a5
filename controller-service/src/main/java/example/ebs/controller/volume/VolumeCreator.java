package example.ebs.controller.volume;

import example.ebs.controller.transition.TransitionPoller;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeId;
import example.ebs.csi.model.Zone;
import example.ebs.csi.time.AnswerableDeadline;
import example.ebs.csi.time.Deadline;
import example.ebs.csi.time.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates a volume unless one of that name exists, and waits until it can be attached.
 *
 * <p>However often and wherever it is repeated, at most one volume of a name comes of it: it is
 * looked for by name first, created under a token that follows from the name, and looked for again
 * before another token is ever used. The caller holds the lock on the name.
 */
public final class VolumeCreator {
  private static final Logger LOG = LoggerFactory.getLogger(VolumeCreator.class);
  private static final Duration LONGEST = Duration.ofMinutes(2);

  /** So many in one call; the next call goes on where this one ended. */
  private static final int MOST_TOKENS = 5;

  /** A tag may show a moment after its volume: so long it is looked for. */
  private static final List<Duration> TAG_MAY_LAG =
      List.of(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(2));

  private static final List<Duration> ONCE = List.of(Duration.ZERO);

  private final VolumeCloud cloud;
  private final TransitionPoller<VolumeId, EbsVolume> poller;
  private final Waiting waiting;
  private final SpentTokens spent;

  public VolumeCreator(
      VolumeCloud cloud,
      TransitionPoller<VolumeId, EbsVolume> poller,
      SpentTokens spent,
      Waiting waiting) {
    this.cloud = cloud;
    this.poller = poller;
    this.spent = spent;
    this.waiting = waiting;
  }

  /**
   * Returns the volume of that name, usable.
   *
   * @throws Failure.AlreadyExists when there is one that differs from what is wanted
   */
  public EbsVolume create(CreateVolume wanted) {
    Deadline deadline = AnswerableDeadline.current(LONGEST, waiting.clock());
    EbsVolume volume =
        find(wanted.name())
            .map(found -> accepted(found, wanted))
            .orElseGet(() -> createNew(wanted, deadline));
    return volume.state().isUsable() ? volume : usable(volume.id(), wanted);
  }

  private Optional<EbsVolume> find(String name) {
    List<EbsVolume> all = named(name);
    all.stream()
        .filter(volume -> volume.state().isGoing())
        .forEach(going -> spent.gone(going.id()));
    List<EbsVolume> found = all.stream().filter(volume -> !volume.state().isGoing()).toList();
    if (found.size() > 1) {
      throw new Failure.AlreadyExists(
          "%d volumes have the name %s (%s), and it is not known which is the right one; delete or untag all but one"
              .formatted(found.size(), name, found.stream().map(EbsVolume::id).toList()));
    }
    return found.stream().findFirst();
  }

  /** An earlier call may have created it, so a look that fails is never the end. */
  private List<EbsVolume> named(String name) {
    try {
      return cloud.findByName(name);
    } catch (Failure unseen) {
      throw unseen.unsettled("whether a volume has the name %s is not known".formatted(name));
    }
  }

  private static EbsVolume accepted(EbsVolume found, CreateVolume wanted) {
    List<String> differences = Differences.between(found, wanted);
    if (!differences.isEmpty()) {
      throw new Failure.AlreadyExists(
          "volume %s has the name %s and differs from what is wanted: %s"
              .formatted(found.id(), wanted.name(), String.join("; ", differences)));
    }
    return found;
  }

  private EbsVolume createNew(CreateVolume wanted, Deadline deadline) {
    Zone zone = ZoneChoice.choose(wanted.zones()).orElseGet(this::anyZone);
    for (int tokens = 0; tokens < MOST_TOKENS; tokens++) {
      int attempt = spent.firstUnspent(wanted.name());
      NewVolume request =
          new NewVolume(
              ClientToken.of(wanted.name(), attempt), zone, wanted.specification(), wanted.tags());
      switch (attempt(request, wanted, deadline)) {
        case Creation.Created created when !created.volume().state().isGoing() -> {
          spent.use(wanted.name(), attempt, created.volume().id());
          return created.volume();
        }
        case Creation.Created _ -> spent.spend(wanted.name(), attempt);
        case Creation.TokenSpent _ -> {
          Optional<EbsVolume> earlier = find(wanted.name(), TAG_MAY_LAG, deadline);
          // Not before the look: one that is cut short must be made up for by the next call.
          spent.spend(wanted.name(), attempt);
          if (earlier.isPresent()) {
            return accepted(earlier.get(), wanted);
          }
        }
        case Creation.Unsettled unsettled -> {
          return foundThough(unsettled.refusal(), wanted, TAG_MAY_LAG, deadline);
        }
      }
    }
    throw new Failure.InProgress(
        "EC2 refused %d client tokens for %s because earlier tries had used them; ask again to try the next"
            .formatted(MOST_TOKENS, wanted.name()));
  }

  private Creation attempt(NewVolume request, CreateVolume wanted, Deadline deadline) {
    try {
      Creation creation = cloud.create(request);
      log(creation, request, wanted);
      return creation;
    } catch (Failure refusal) {
      if (!refusal.isFinal()) {
        throw refusal;
      }
      // This request created nothing, but one of an earlier call may have: EC2 may refuse before it
      // looks at the token.
      return new Creation.Created(foundThough(refusal, wanted, ONCE, deadline));
    }
  }

  /** The volume that there is though the request for it was refused, else that refusal. */
  private EbsVolume foundThough(
      Failure refusal, CreateVolume wanted, List<Duration> looks, Deadline deadline) {
    try {
      return find(wanted.name(), looks, deadline)
          .map(found -> accepted(found, wanted))
          .orElseThrow(() -> refusal);
    } catch (Failure unseen) {
      if (unseen.isFinal()) {
        throw unseen;
      }
      throw new Failure.Unavailable(
          "%s; and then %s".formatted(refusal.getMessage(), unseen.getMessage()), unseen);
    }
  }

  private Optional<EbsVolume> find(String name, List<Duration> looks, Deadline deadline) {
    for (Duration lag : looks) {
      if (lag.isPositive()) {
        pause(lag, name, deadline);
      }
      Optional<EbsVolume> found = find(name);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private void pause(Duration lag, String name, Deadline deadline) {
    if (deadline.left(waiting.clock()).compareTo(lag) <= 0) {
      throw new Failure.TimedOut(
          "EC2 may have created a volume for %s that does not show yet, and no time was left to look again; ask again"
              .formatted(name));
    }
    waiting.pause().pause(lag);
  }

  private Zone anyZone() {
    Zone zone =
        cloud.zones().stream()
            .findFirst()
            .orElseThrow(() -> new Failure.LimitReached("EC2 offers no available zone"));
    LOG.atInfo()
        .addKeyValue("zone", zone)
        .log("No zone was asked for; the first that EC2 offers is taken");
    return zone;
  }

  private EbsVolume usable(VolumeId id, CreateVolume wanted) {
    return switch (watched(id, wanted)) {
      case BecomesUsable.Usable usable -> usable.volume();
      case BecomesUsable.Vanished _ -> {
        spent.gone(id);
        throw failed(id, "disappeared from EC2", wanted);
      }
      case BecomesUsable.Broken _ -> {
        // It was never usable, so nothing is on it, and nobody else will ever delete it.
        discard(id, wanted);
        throw failed(id, "became state error and was deleted", wanted);
      }
    };
  }

  private BecomesUsable.Outcome watched(VolumeId id, CreateVolume wanted) {
    try {
      return poller.await(id, LONGEST, new BecomesUsable(id, waiting.clock()));
    } catch (Failure unseen) {
      throw unseen.unsettled(
          "volume %s was created for %s, but whether it is available is not known"
              .formatted(id, wanted.name()));
    }
  }

  private void discard(VolumeId id, CreateVolume wanted) {
    try {
      cloud.delete(id);
      spent.gone(id);
    } catch (Failure kept) {
      throw kept.unsettled(
          "volume %s, created for %s, became state error and could not be deleted"
              .formatted(id, wanted.name()));
    }
  }

  private static Failure failed(VolumeId id, String what, CreateVolume wanted) {
    return new Failure.PreconditionFailed(
        ("volume %s, created for %s, %s while it was creating; the likely cause is that this driver"
                + " may not use the KMS key (%s): it needs kms:CreateGrant,"
                + " kms:GenerateDataKeyWithoutPlaintext, kms:Decrypt and kms:DescribeKey on it")
            .formatted(id, wanted.name(), what, key(wanted.specification().encryption())));
  }

  private static String key(Encryption encryption) {
    return switch (encryption) {
      case Encryption.Key key -> key.id();
      case Encryption.DefaultKey _, Encryption.AccountDefault _ -> "the account's default key";
    };
  }

  private static void log(Creation creation, NewVolume request, CreateVolume wanted) {
    if (creation instanceof Creation.Created created) {
      LOG.atInfo()
          .addKeyValue("volume", created.volume().id())
          .addKeyValue("name", VolumeName.onOneLine(wanted.name()))
          .addKeyValue("zone", request.zone())
          .addKeyValue("size", request.specification().size())
          .log("Volume created");
    }
  }
}
