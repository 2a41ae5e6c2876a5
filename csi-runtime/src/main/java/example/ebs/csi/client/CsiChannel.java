package example.ebs.csi.client;

import example.ebs.csi.failure.CallEnd;
import example.ebs.csi.failure.SentCallInterceptor;
import example.ebs.csi.server.Endpoint;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A connection to a CSI socket, made at the first call and made again when it breaks. */
public final class CsiChannel implements AutoCloseable {
  private final ManagedChannel channel;
  private final EventLoopGroup events;

  private CsiChannel(ManagedChannel channel, EventLoopGroup events) {
    this.channel = channel;
    this.events = events;
  }

  public static CsiChannel open(Endpoint endpoint) {
    EventLoopGroup events = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(new NamedSocket())
            .channelFactory(() -> connecting(UnixDomainSocketAddress.of(endpoint.socket())))
            .eventLoopGroup(events)
            .executor(
                Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("csi-client-", 0).factory()))
            .overrideAuthority("localhost")
            .usePlaintext()
            .build();
    return new CsiChannel(channel, events);
  }

  private static NioDomainSocketChannel connecting(SocketAddress socket) {
    NioDomainSocketChannel channel = new NioDomainSocketChannel();
    channel
        .pipeline()
        .addFirst(
            new ChannelOutboundHandlerAdapter() {
              @Override
              public void connect(
                  ChannelHandlerContext context,
                  SocketAddress remote,
                  SocketAddress local,
                  ChannelPromise promise) {
                var _ = context.connect(socket, local, promise);
              }
            });
    return channel;
  }

  /** For the generated stubs; safe for many threads. */
  public ManagedChannel grpc() {
    return channel;
  }

  /** The same, telling of each call that is sent through it. */
  public Channel telling(CallEnd.Listener... listeners) {
    return ClientInterceptors.intercept(channel, new SentCallInterceptor(List.of(listeners)));
  }

  @Override
  public void close() {
    channel.shutdownNow();
    Future<?> _ = events.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  /**
   * What gRPC knows the socket by: it makes a URI of an address, and not every path can be one,
   * such as one that is not ASCII.
   */
  private static final class NamedSocket extends SocketAddress {
    private static final long serialVersionUID = 1;

    @Override
    public String toString() {
      return "csi.sock";
    }
  }
}
