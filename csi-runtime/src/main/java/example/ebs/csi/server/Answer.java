package example.ebs.csi.server;

import io.grpc.stub.StreamObserver;

/** The end of a call that went well. */
public final class Answer {
  private Answer() {}

  /** Sends the one response that a CSI call has. */
  public static <T> void send(StreamObserver<T> observer, T response) {
    observer.onNext(response);
    observer.onCompleted();
  }
}
