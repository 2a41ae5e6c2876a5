package example.ebs.csi.server;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.failure.OneAnswer;
import example.ebs.csi.time.AnswerableDeadline;
import example.ebs.csi.time.Deadline;
import example.ebs.csi.work.VolumeCalls;
import io.grpc.Context;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * As {@link ThreadPerCall}, for services that {@link WorksOnVolumes}: a call that names a volume
 * has a thread among {@link VolumeCalls}, and is answered a little before its caller's deadline
 * though its work still hangs. That keeps the locks that it holds until it ends.
 */
final class VolumeThreadPerCall implements ServerInterceptor {
  /** For callers that set no deadline; a check of a large filesystem may take longer. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final Executor threads;
  private final VolumeCalls calls;
  private final Clock clock;

  VolumeThreadPerCall(Executor threads, VolumeCalls calls, Clock clock) {
    this.threads = threads;
    this.calls = calls;
    this.clock = clock;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    OneAnswer<Q, A> answer = new OneAnswer<>(call);
    return new SimpleForwardingServerCallListener<>(next.startCall(answer, headers)) {
      private Optional<String> volume = Optional.empty();

      @Override
      public void onMessage(Q message) {
        volume = volume(message);
        super.onMessage(message);
      }

      @Override
      public void onHalfClose() {
        Runnable work = Context.current().wrap(() -> super.onHalfClose());
        volume.ifPresentOrElse(named -> begin(named, work, answer), () -> threads.execute(work));
      }
    };
  }

  private void begin(String volume, Runnable work, OneAnswer<?, ?> answer) {
    Deadline deadline = AnswerableDeadline.current(LONGEST, clock);
    String method = String.valueOf(answer.getMethodDescriptor().getBareMethodName());
    try {
      VolumeCalls.Call begun = calls.begin(method, volume, work);
      threads.execute(() -> answerInTime(begun, answer, deadline));
    } catch (Failure refused) {
      answer.answerInstead(refused);
    }
  }

  private void answerInTime(VolumeCalls.Call begun, OneAnswer<?, ?> answer, Deadline deadline) {
    try {
      if (!begun.endsWithin(deadline.left(clock))) {
        answer.answerInstead(
            new Failure.TimedOut(
                "gave up waiting for %s; it goes on and keeps the volume until it ends; ask again"
                    .formatted(begun.told())));
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** CreateVolume has a name for the volume, and no id yet. */
  private static Optional<String> volume(Object request) {
    return request instanceof Message message
        ? Stream.of("volume_id", "name").flatMap(field -> text(message, field)).findFirst()
        : Optional.empty();
  }

  private static Stream<String> text(Message message, String name) {
    FieldDescriptor field = message.getDescriptorForType().findFieldByName(name);
    return field != null && message.getField(field) instanceof String text && !text.isEmpty()
        ? Stream.of(text)
        : Stream.empty();
  }
}
