package example.ebs.csi.failure;

import com.google.protobuf.Message;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;

/**
 * An RPC that has ended, as logs and metrics need it.
 *
 * @param method the full name, such as {@code csi.v1.Node/NodeStageVolume}
 * @param request what was asked, if it got as far as being read; may hold secrets
 * @param code the name of the gRPC status, such as {@code NOT_FOUND}
 * @param message the status' description, empty if it has none
 * @param cause what was thrown, if something was
 */
public record CallEnd(
    String method,
    Optional<Message> request,
    String code,
    String message,
    Optional<Throwable> cause,
    Duration took) {

  /**
   * One that ends now.
   *
   * @param started by the nanosecond clock
   */
  static CallEnd now(
      String method,
      Optional<Message> request,
      Status status,
      Optional<Throwable> cause,
      long started) {
    return new CallEnd(
        method,
        request,
        status.getCode().name(),
        Optional.ofNullable(status.getDescription()).orElse(""),
        cause,
        Duration.ofNanos(System.nanoTime() - started));
  }

  public boolean succeeded() {
    return code.equals("OK");
  }

  /** The method's own name, without the service. */
  public String shortMethod() {
    return method.substring(method.lastIndexOf('/') + 1);
  }

  /** Is told of every RPC that ends, once, on the thread that ends it. */
  @FunctionalInterface
  public interface Listener {
    void ended(CallEnd call);
  }
}
