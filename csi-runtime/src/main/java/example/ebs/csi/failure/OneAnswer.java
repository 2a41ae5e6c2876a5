package example.ebs.csi.failure;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An RPC that is answered once: by its work, or instead of it by whoever would not wait longer.
 * What the other one says is dropped; that of the work is logged.
 */
public final class OneAnswer<Q, A> extends SimpleForwardingServerCall<Q, A> {
  private static final Logger LOG = LoggerFactory.getLogger(OneAnswer.class);

  private enum Answering {
    NOBODY,
    WORK,
    INSTEAD
  }

  private final AtomicReference<Answering> by = new AtomicReference<>(Answering.NOBODY);

  public OneAnswer(ServerCall<Q, A> call) {
    super(call);
  }

  /** Ends the call with that failure, unless its work answers already. */
  public void answerInstead(Failure failure) {
    if (by.compareAndSet(Answering.NOBODY, Answering.INSTEAD)) {
      super.close(FailureToStatus.status(failure), FailureToStatus.trailers(failure));
    }
  }

  @Override
  public void sendHeaders(Metadata headers) {
    if (isTheWorks()) {
      super.sendHeaders(headers);
    }
  }

  @Override
  public void sendMessage(A message) {
    if (isTheWorks()) {
      super.sendMessage(message);
    }
  }

  @Override
  public void close(Status status, Metadata trailers) {
    if (isTheWorks()) {
      super.close(status, trailers);
    } else {
      LOG.atInfo()
          .addKeyValue("code", status.getCode())
          .setCause(status.getCause())
          .log(
              "{} ended after its caller had been answered: {}",
              getMethodDescriptor().getFullMethodName(),
              status.isOk() ? "all was done" : status.getDescription());
    }
  }

  private boolean isTheWorks() {
    return by.compareAndSet(Answering.NOBODY, Answering.WORK) || by.get() == Answering.WORK;
  }
}
