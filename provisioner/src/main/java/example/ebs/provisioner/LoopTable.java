package example.ebs.provisioner;

import example.ebs.provisioner.loop.LoopMetrics;
import example.ebs.provisioner.loop.ReconcileLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/**
 * The loops, a row each, in the order in which they start.
 *
 * <p>Rows are added by one thread, before the start.
 */
final class LoopTable {
  private final Foundation foundation;
  private final LoopMetrics metrics;
  private final BooleanSupplier mayWork;
  private final List<Entry> entries = new ArrayList<>();

  private record Entry(LoopRow row, ReconcileLoop loop) {}

  /**
   * A table without rows.
   *
   * @param mayWork whether the lease is surely this process's
   */
  LoopTable(Foundation foundation, LoopMetrics metrics, BooleanSupplier mayWork) {
    this.foundation = foundation;
    this.metrics = metrics;
    this.mayWork = mayWork;
  }

  /** Has the loop watch; it is returned for those who have something to tell it. */
  ReconcileLoop add(LoopRow row) {
    ReconcileLoop loop =
        new ReconcileLoop(row.name(), row.reconciler(), metrics, mayWork, foundation.waiting());
    row.watch().accept(loop);
    entries.add(new Entry(row, loop));
    return loop;
  }

  /** Begins to work; once, after the cluster's watches have started. */
  void start() {
    entries.forEach(each -> each.loop().start(each.row().all()));
  }

  /** A loop that has died, in words. */
  Optional<String> obstacle() {
    return entries.stream().flatMap(each -> each.loop().obstacle().stream()).findFirst();
  }

  /** Takes no more work, at once. */
  void stop() {
    entries.forEach(each -> each.loop().stop());
  }

  /** Takes no more work, and lets what is under way end, for up to 20 s. */
  void close() {
    try (ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
      entries.forEach(each -> together.execute(each.loop()::close));
    }
  }
}
