package example.ebs.local;

import example.ebs.csi.Shell;
import example.ebs.csi.failure.FailureInterceptor;
import example.ebs.csi.work.UnderWay;
import example.ebs.local.model.LocalDriver;
import example.ebs.local.model.LocalRoots;
import example.ebs.local.volume.VolumeHistory;
import example.ebs.proto.csi.ControllerGrpc;
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
import java.util.function.Supplier;

/**
 * The real service of local volumes on the real machine, in a folder of its own. Closing it
 * unmounts, detaches and removes all that was made there; so does the end of the JVM.
 */
final class LocalSandbox implements AutoCloseable {
  private final Path folder;
  private final Thread hook = new Thread(this::clean);
  private final List<Runnable> closing = new ArrayList<>();
  private LocalRoots roots;

  LocalSandbox() throws IOException {
    folder = Files.createTempDirectory("ebs-local-test-").toRealPath();
    Runtime.getRuntime().addShutdownHook(hook);
    Files.createDirectories(kubelet());
    roots = LocalRoots.standard(own());
  }

  /** From now on a process has these roots. */
  void allow(String json) {
    roots = LocalRoots.parse(json.replace("FOLDER", folder.toString()), own());
  }

  /** A process, as it is after a start. */
  Started start() throws IOException {
    return start(VolumeHistory.NONE);
  }

  /** The same in a cluster that keeps a history. */
  Started start(VolumeHistory history) throws IOException {
    LocalNodeService service =
        LocalNodeService.create(
            new LocalNodeConfig(new LocalDriver("ebs.example"), "node-a", own(), roots, kubelet()),
            history);
    String name = InProcessServerBuilder.generateName();
    Server server =
        InProcessServerBuilder.forName(name)
            .addService(ServerInterceptors.intercept(service.node(), new FailureInterceptor()))
            .addService(
                ServerInterceptors.intercept(service.controller(), new FailureInterceptor()))
            .build()
            .start();
    ManagedChannel channel = InProcessChannelBuilder.forName(name).build();
    closing.add(channel::shutdownNow);
    closing.add(server::shutdownNow);
    return new Started(
        NodeGrpc.newBlockingStub(channel),
        ControllerGrpc.newBlockingStub(channel),
        service.volumes(),
        service.node()::beside);
  }

  /**
   * What a caller has of a process.
   *
   * @param beside what it has under way beside calls
   */
  record Started(
      NodeGrpc.NodeBlockingStub node,
      ControllerGrpc.ControllerBlockingStub controller,
      LocalVolumes volumes,
      Supplier<List<UnderWay>> beside) {}

  Path folder() {
    return folder;
  }

  /** The driver's own folder. */
  Path own() {
    return folder.resolve("own");
  }

  Path root() {
    return own().resolve("hostpath");
  }

  Path kubelet() {
    return folder.resolve("kubelet");
  }

  /** A pod's target path, whose folder the kubelet makes. */
  Path target(String pod, String volume) throws IOException {
    return Files.createDirectories(kubelet().resolve("pods/" + pod + "/volumes/" + volume))
        .resolve("mount");
  }

  /** What a reboot leaves: no mount, no loop device. */
  void reboot() {
    String mine = "grep -F ' " + folder + "/' /proc/self/mountinfo";
    Shell.result("sh", "-c", mine + " | cut -d' ' -f5 | tac | xargs -r umount");
    Shell.result(
        "sh",
        "-c",
        "losetup -l -n -O NAME,BACK-FILE | grep -F '"
            + folder
            + "/' | cut -d' ' -f1 | xargs -r losetup -d");
  }

  /** The loop devices of images in this folder. */
  String loops() {
    return Shell.result("sh", "-c", "losetup -l -n -O BACK-FILE | grep -F '" + folder + "/'")
        .output();
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(hook);
    clean();
  }

  private void clean() {
    closing.forEach(Runnable::run);
    reboot();
    Shell.result("chattr", "-R", "-i", folder.toString());
    Shell.result("rm", "-rf", "--one-file-system", folder.toString());
  }
}
