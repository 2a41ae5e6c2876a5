package example.ebs.command;

import example.ebs.csi.failure.CallEnd;
import example.ebs.csi.health.Readiness;
import io.grpc.BindableService;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/** What lives beside a CSI server, and ends before it. */
interface Companion extends AutoCloseable {
  /** Whether it can do its work. */
  Readiness readiness();

  /** Whether it is of any use to go on, for those who would start the process again. */
  default Readiness liveness() {
    return Readiness.always();
  }

  /** Whether it came to its end only because it was closed. */
  boolean isWell();

  @Override
  void close();

  /** Starts a companion, without waiting for anything. */
  @FunctionalInterface
  interface Start {
    Companion start(Surroundings surroundings);
  }

  /**
   * What a companion is given.
   *
   * @param services that are served, to be called in process
   * @param listeners to be told of such calls
   * @param stop ends the whole process
   */
  record Surroundings(
      List<BindableService> services,
      List<CallEnd.Listener> listeners,
      MeterRegistry metrics,
      Runnable stop) {}

  /** Where nothing is to live beside the server. */
  static Companion none() {
    return of(Readiness.always(), () -> {});
  }

  /** Several that are one: ready when all are, and ended in their order. */
  static Companion all(List<Companion> several) {
    return new Companion() {
      @Override
      public Readiness readiness() {
        return () ->
            several.stream().flatMap(each -> each.readiness().obstacle().stream()).findFirst();
      }

      @Override
      public Readiness liveness() {
        return () ->
            several.stream().flatMap(each -> each.liveness().obstacle().stream()).findFirst();
      }

      @Override
      public boolean isWell() {
        return several.stream().allMatch(Companion::isWell);
      }

      @Override
      public void close() {
        several.forEach(Companion::close);
      }
    };
  }

  /** Something that never ends by itself. */
  static Companion of(Readiness readiness, Runnable close) {
    return new Companion() {
      @Override
      public Readiness readiness() {
        return readiness;
      }

      @Override
      public boolean isWell() {
        return true;
      }

      @Override
      public void close() {
        close.run();
      }
    };
  }
}
