package example.ebs.e2e;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Prints at the end of a run when each scenario began and how long it took, its cleaning up
 * included: scenarios run beside each other, so their times do not add up.
 */
public final class Timetable implements TestExecutionListener {
  private record Entry(Instant begun, Duration time, String name) {}

  private final Map<UniqueId, Instant> running = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Entry> done = new ConcurrentLinkedQueue<>();

  @Override
  public void executionStarted(TestIdentifier test) {
    if (test.isTest()) {
      running.put(test.getUniqueIdObject(), Instant.now());
    }
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    Optional.ofNullable(running.remove(test.getUniqueIdObject()))
        .map(begun -> new Entry(begun, Duration.between(begun, Instant.now()), name(test)))
        .filter(_ -> isScenario(test))
        .ifPresent(done::add);
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    Optional<Instant> first = done.stream().map(Entry::begun).min(Instant::compareTo);
    first.ifPresent(
        start -> {
          System.out.println("begun  took  scenario");
          done.stream()
              .sorted((one, other) -> one.begun().compareTo(other.begun()))
              .forEach(entry -> print(start, entry));
        });
  }

  private static void print(Instant start, Entry entry) {
    System.out.printf(
        "%4d s %3d s  %s%n",
        Duration.between(start, entry.begun()).toSeconds(), entry.time().toSeconds(), entry.name());
  }

  private static boolean isScenario(TestIdentifier test) {
    return className(test).contains("Scenario");
  }

  private static String name(TestIdentifier test) {
    return className(test) + "." + test.getDisplayName().replaceAll("\\(.*\\)", "");
  }

  private static String className(TestIdentifier test) {
    return test.getSource()
        .filter(MethodSource.class::isInstance)
        .map(source -> ((MethodSource) source).getClassName().replaceAll(".*\\.", ""))
        .orElse("");
  }
}
