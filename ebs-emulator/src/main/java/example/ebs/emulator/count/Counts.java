package example.ebs.emulator.count;

import example.ebs.emulator.time.Delays;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often each action was asked for since the start, and how long the states lasted that the
 * emulator made callers wait for.
 */
public final class Counts {
  private final Map<String, LongAdder> calls = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> waits = new ConcurrentHashMap<>();

  /** Counts a request, however it ends. */
  public void called(String action) {
    add(calls, action, 1);
  }

  /** The same delays, each counted as it is chosen. */
  public Delays counted(Delays delays) {
    return operation -> {
      Duration delay = delays.next(operation);
      add(waits, operation.name(), delay.toMillis());
      return delay;
    };
  }

  /** By action. */
  public SortedMap<String, Long> calls() {
    return snapshot(calls);
  }

  /** In milliseconds, by operation. */
  public SortedMap<String, Long> waits() {
    return snapshot(waits);
  }

  private static void add(Map<String, LongAdder> counters, String name, long amount) {
    counters.computeIfAbsent(name, _ -> new LongAdder()).add(amount);
  }

  private static SortedMap<String, Long> snapshot(Map<String, LongAdder> counters) {
    SortedMap<String, Long> numbers = new TreeMap<>();
    counters.forEach((name, counter) -> numbers.put(name, counter.sum()));
    return numbers;
  }
}
