package example.ebs.csi.work;

import example.ebs.csi.failure.Failure;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Calls that work on volumes, each on a platform thread that it has for itself.
 *
 * <p>A system call on a device that hangs cannot be broken off and keeps its thread. A virtual
 * thread would keep one of the few that carry all virtual ones as well, and when those are gone
 * nobody is answered any more. Safe for use by many threads.
 */
public final class VolumeCalls {
  /** How long a call takes that hangs, or is about as bad for who waits for it. */
  private static final Duration HANGS = Duration.ofSeconds(30);

  /** What healthy volumes need at once is less, and one that hangs gets no more threads. */
  private static final int MOST_OF_A_VOLUME = 16;

  /** Kubelet calls come in bursts, and a thread that is idle keeps its stack. */
  private static final Duration IDLE = Duration.ofSeconds(1);

  private static final int LONGEST_NAME = 128;

  private final Clock clock;
  private final ExecutorService threads;
  private final Set<Call> underWay = ConcurrentHashMap.newKeySet();
  private final List<Supplier<List<UnderWay>>> beside = new CopyOnWriteArrayList<>();

  public VolumeCalls(Clock clock) {
    // What hangs cannot be ended, and must not keep the process from its end.
    this(clock, Thread.ofPlatform().daemon().factory());
  }

  VolumeCalls(Clock clock, ThreadFactory factory) {
    this.clock = clock;
    // As many as there is work, and none waits for another. An idle one serves the next call, as
    // to make one costs more than a whole publish.
    this.threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE.toSeconds(),
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            factory);
  }

  /**
   * Begins the work and returns at once.
   *
   * @param method what is done, for those who read of it
   * @throws Failure.InProgress when many calls for the volume are under way, or one of that method
   *     hangs: kubelets ask again and again, and each would take one thread more
   * @throws Failure.Unavailable when there is no thread for it; nothing was begun
   */
  public Call begin(String method, String volume, Runnable work) {
    Call call = admit(method, volume);
    try {
      threads.execute(() -> run(call, work));
    } catch (OutOfMemoryError | RejectedExecutionException none) {
      // Nobody would end it, and each that stays takes one of the volume's few places for ever.
      underWay.remove(call);
      throw new Failure.Unavailable(
          "%s of volume %s has no thread to run on (%s), so nothing was begun; ask again. Where this goes on, see what hangs, and how many processes and threads the container may have"
              .formatted(method, volume, none.getMessage()),
          none);
    }
    return call;
  }

  /** Has what a service does without being called seen as well, where it hangs. */
  public void watch(Supplier<List<UnderWay>> work) {
    beside.add(work);
  }

  /** What has been under way for so long that it hangs, or needs somebody to look, oldest first. */
  public List<UnderWay> hanging() {
    return all().filter(this::hangs).toList();
  }

  /** How long the oldest has been under way; zero where there is none. */
  public Duration oldest() {
    return all().findFirst().map(each -> each.age(clock)).orElse(Duration.ZERO);
  }

  private Stream<UnderWay> all() {
    return Stream.concat(begun().stream(), beside.stream().flatMap(each -> each.get().stream()))
        .sorted(Comparator.comparing(UnderWay::since));
  }

  private boolean hangs(UnderWay work) {
    return work.age(clock).compareTo(HANGS) >= 0;
  }

  /** Begins no call any more. */
  public void shutdown() {
    threads.shutdown();
  }

  /** Whether all calls end within that time. */
  public boolean awaitEnd(long time, TimeUnit unit) throws InterruptedException {
    return threads.awaitTermination(time, unit);
  }

  /** The calls that are under way, oldest first. */
  public List<UnderWay> begun() {
    return underWay.stream()
        .flatMap(call -> call.now().stream())
        .sorted(Comparator.comparing(UnderWay::since))
        .toList();
  }

  /** In one step: of two that come at once for the last place, one gets it. */
  private synchronized Call admit(String method, String volume) {
    List<Call> same = underWay.stream().filter(call -> call.volume.equals(volume)).toList();
    requireFew(volume, same);
    requireNoneHangs(method, volume, same);
    Call call = new Call(method, volume);
    underWay.add(call);
    return call;
  }

  private void requireFew(String volume, List<Call> same) {
    if (same.size() >= MOST_OF_A_VOLUME) {
      throw new Failure.InProgress(
          "%d calls for volume %s are under way; ask again when they have ended. The oldest is %s"
              .formatted(same.size(), volume, oldest(same)));
    }
  }

  private void requireNoneHangs(String method, String volume, List<Call> same) {
    same.stream()
        .filter(call -> call.method.equals(method))
        .flatMap(call -> call.now().stream())
        .filter(this::hangs)
        .findFirst()
        .ifPresent(
            hung -> {
              throw new Failure.InProgress(
                  "%s of volume %s is not begun beside one that may hang; ask again when that has ended: %s"
                      .formatted(method, volume, hung.told(clock)));
            });
  }

  private String oldest(List<Call> calls) {
    return calls.stream()
        .flatMap(call -> call.now().stream())
        .min(Comparator.comparing(UnderWay::since))
        .map(each -> each.told(clock))
        .orElse("not begun yet");
  }

  private void run(Call call, Runnable work) {
    String named =
        call.volume.length() > LONGEST_NAME ? call.volume.substring(0, LONGEST_NAME) : call.volume;
    Thread.currentThread().setName(call.method + " of volume " + named);
    call.now = Optional.of(UnderWay.here(clock));
    try {
      work.run();
    } finally {
      underWay.remove(call);
      Thread.currentThread().setName("idle");
      call.ended.countDown();
    }
  }

  /** One that was begun. */
  public final class Call {
    private final String method;
    private final String volume;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Optional<UnderWay> now = Optional.empty();

    private Call(String method, String volume) {
      this.method = method;
      this.volume = volume;
    }

    private Optional<UnderWay> now() {
      return now;
    }

    /** What it does now, and since when. */
    public String told() {
      return now.map(each -> each.told(clock)).orElse("a call that waits for a thread");
    }

    /** Whether it ends within that time. */
    public boolean endsWithin(Duration time) throws InterruptedException {
      return ended.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }
  }
}
