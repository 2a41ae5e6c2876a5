package example.ebs.controller.modification;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeId;
import example.ebs.csi.time.AnswerableDeadline;
import example.ebs.csi.time.Waiting;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Makes one modification of a growth and a change of one volume that arrive together.
 *
 * <p>EC2 takes a second one only when the first is completed, which may take hours, and only four
 * in a day. Whoever edits a claim's size and class at once causes two calls within milliseconds of
 * each other; the first waits a moment for the second. Safe for use by many threads.
 */
final class GatheredChanges {
  /** Long beside the time between two calls of one edit, short beside EC2's seconds. */
  private static final Duration MOMENT = Duration.ofMillis(100);

  private final Duration longest;
  private final Waiting waiting;
  private final Map<VolumeId, Gathering> open = new HashMap<>();

  /**
   * Creates it, with nothing gathered.
   *
   * @param longest how long the second waits for what the first does
   */
  GatheredChanges(Duration longest, Waiting waiting) {
    this.longest = longest;
    this.waiting = waiting;
  }

  /**
   * Does the work for the change, alone or as part of a larger one; where the larger one is
   * refused, each is tried alone, so that nobody hears of what is wrong with another's wish.
   *
   * @throws Failure.InProgress when the same is being asked of the volume at this moment
   */
  VolumeShape carryOut(
      VolumeId volume, VolumeChange change, Function<VolumeChange, VolumeShape> work) {
    Gathering gathering = new Gathering(change);
    Optional<Gathering> first = join(volume, gathering);
    Optional<VolumeShape> together =
        first.isPresent() ? result(volume, first.get()) : lead(volume, gathering, work);
    return together.orElseGet(() -> work.apply(change));
  }

  /** The one that came first, if there is one; else this one is it. */
  private Optional<Gathering> join(VolumeId volume, Gathering mine) {
    synchronized (open) {
      Optional<Gathering> first = Optional.ofNullable(open.putIfAbsent(volume, mine));
      first.ifPresent(
          gathering ->
              gathering.all =
                  gathering
                      .all
                      .and(mine.own)
                      .orElseThrow(
                          () ->
                              new Failure.InProgress(
                                  "another call is changing volume %s at this moment; ask again"
                                      .formatted(volume))));
      return first;
    }
  }

  private Optional<VolumeShape> lead(
      VolumeId volume, Gathering gathering, Function<VolumeChange, VolumeShape> work) {
    try {
      VolumeChange all = await(volume, gathering);
      Optional<VolumeShape> shape = together(all, gathering.own, work);
      gathering.result.complete(shape);
      return shape;
    } catch (Throwable failure) {
      gathering.result.completeExceptionally(failure);
      throw failure;
    }
  }

  private VolumeChange await(VolumeId volume, Gathering gathering) {
    try {
      waiting.pause().pause(MOMENT);
    } finally {
      close(volume);
    }
    return gathering.all;
  }

  private void close(VolumeId volume) {
    synchronized (open) {
      open.remove(volume);
    }
  }

  /** Empty when it is better done apart. */
  private static Optional<VolumeShape> together(
      VolumeChange all, VolumeChange own, Function<VolumeChange, VolumeShape> work) {
    try {
      return Optional.of(work.apply(all));
    } catch (Failure refused) {
      if (!refused.isFinal() || all.equals(own)) {
        throw refused;
      }
      return Optional.empty();
    }
  }

  private Optional<VolumeShape> result(VolumeId volume, Gathering first) {
    try {
      long left =
          AnswerableDeadline.current(longest, waiting.clock()).left(waiting.clock()).toNanos();
      return first.result.get(left, TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      throw new Failure.TimedOut(
          "the change of volume %s that this call is a part of has not ended; ask again"
              .formatted(volume),
          late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Failure.Unavailable("stopped while changing volume " + volume, interrupted);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof Failure failure
          ? failure
          : new CompletionException(failed.getCause());
    }
  }

  /** What is asked of one volume until the moment is over; guarded by the map's lock. */
  private static final class Gathering {
    private final VolumeChange own;
    private final CompletableFuture<Optional<VolumeShape>> result = new CompletableFuture<>();
    private VolumeChange all;

    Gathering(VolumeChange own) {
      this.own = own;
      this.all = own;
    }
  }
}
