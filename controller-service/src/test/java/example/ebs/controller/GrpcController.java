package example.ebs.controller;

import example.ebs.csi.failure.FailureInterceptor;
import example.ebs.proto.csi.ControllerGrpc;
import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The service behind gRPC as production serves it, but in process. */
public final class GrpcController implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Server server;
  private final ManagedChannel channel;

  public GrpcController(BindableService service) {
    String name = UUID.randomUUID().toString();
    try {
      this.server =
          InProcessServerBuilder.forName(name)
              .executor(threads)
              .addService(ServerInterceptors.intercept(service, new FailureInterceptor()))
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.channel = InProcessChannelBuilder.forName(name).build();
  }

  public ControllerGrpc.ControllerBlockingStub stub() {
    return ControllerGrpc.newBlockingStub(channel);
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
    threads.shutdownNow();
  }
}
