package example.ebs.node;

import example.ebs.csi.Shell;
import example.ebs.csi.failure.FailureInterceptor;
import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.Zone;
import example.ebs.linux.LoopVolume;
import example.ebs.linux.process.CommandResult;
import example.ebs.linux.process.Commands;
import example.ebs.linux.process.ProcessCommands;
import example.ebs.node.device.DeviceSource;
import example.ebs.node.instance.AttachLimits;
import example.ebs.proto.csi.NodeGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The real node service on the real machine, in a folder of its own. Closing it unmounts, detaches
 * and removes all that was made there; so does the end of the JVM, unless that is killed.
 */
final class Sandbox implements AutoCloseable {
  private final Path folder;
  private final List<LoopVolume> volumes = new ArrayList<>();
  private final Thread hook = new Thread(this::clean);
  private final NodeConfig config;
  private final Server server;
  private final ManagedChannel channel;

  Sandbox() throws IOException {
    folder = Files.createTempDirectory("ebs-node-test-").toRealPath();
    Runtime.getRuntime().addShutdownHook(hook);
    Files.createDirectories(deviceRoot());
    Files.createDirectories(kubelet());
    config =
        new NodeConfig(
            "ebs.example",
            new NodeId("i-0123456789abcdef0"),
            new Zone("us-east-1a"),
            AttachLimits.of(25),
            DeviceSource.emulated(deviceRoot()),
            kubelet());
    String name = InProcessServerBuilder.generateName();
    server =
        InProcessServerBuilder.forName(name)
            .addService(
                ServerInterceptors.intercept(NodeService.create(config), new FailureInterceptor()))
            .build()
            .start();
    channel = InProcessChannelBuilder.forName(name).build();
  }

  NodeGrpc.NodeBlockingStub node() {
    return NodeGrpc.newBlockingStub(channel);
  }

  /** The same service, for those who serve it in their own way. */
  NodeGrpcService service() {
    return NodeService.create(config);
  }

  /** A service of the same machine that is killed at one of its programs, or just after it. */
  NodeGrpcService dyingAt(int program, boolean before) {
    AtomicInteger left = new AtomicInteger(program);
    Commands real = new ProcessCommands();
    return NodeService.create(
        config,
        (command, longest) -> {
          int number = left.getAndDecrement();
          if (number < 0 || (number == 0 && before)) {
            throw new Killed();
          }
          CommandResult result = real.run(command, longest);
          if (number == 0) {
            throw new Killed();
          }
          return result;
        });
  }

  /** The end of a process: nothing that would have come after it is done. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  LoopVolume attach(String id, long mebibytes) throws IOException {
    return attach(folder, id, mebibytes);
  }

  /** Attaches a volume whose file is in that folder. */
  LoopVolume attach(Path images, String id, long mebibytes) throws IOException {
    LoopVolume volume = LoopVolume.attach(images, deviceRoot(), id, mebibytes);
    volumes.add(volume);
    return volume;
  }

  Path deviceRoot() {
    return folder.resolve("dev");
  }

  Path kubelet() {
    return folder.resolve("kubelet");
  }

  /** A folder beneath the kubelet's, as the caller of CSI makes it. */
  Path made(String name) throws IOException {
    return Files.createDirectories(kubelet().resolve(name));
  }

  Path folder() {
    return folder;
  }

  /** Unmounts all that was mounted in the folder. */
  void unmountAll() {
    String mine = "grep -F ' " + folder + "/' /proc/self/mountinfo";
    Shell.result("sh", "-c", mine + " | cut -d' ' -f5 | tac | xargs -r umount");
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(hook);
    clean();
  }

  private void clean() {
    channel.shutdownNow();
    server.shutdownNow();
    unmountAll();
    volumes.forEach(LoopVolume::close);
    // A filesystem with the files of volumes goes after them.
    unmountAll();
    Shell.result("rm", "-rf", "--one-file-system", folder.toString());
  }
}
