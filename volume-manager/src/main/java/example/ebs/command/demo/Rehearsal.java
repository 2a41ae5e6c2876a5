package example.ebs.command.demo;

import example.ebs.command.workspace.Workspace;
import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.Zone;
import example.ebs.csi.server.DriverIdentity;
import example.ebs.emulator.DeviceKind;
import example.ebs.emulator.Emulator;
import example.ebs.emulator.EmulatorConfig;
import example.ebs.emulator.Latency;
import example.ebs.node.NodeConfig;
import example.ebs.node.device.DeviceSource;
import example.ebs.node.instance.AttachLimits;
import example.ebs.proto.csi.NodeGetCapabilitiesRequest;
import example.ebs.proto.csi.NodeGetInfoRequest;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Goes through the motions of the demo without devices, mounts or root, so that the JVM can note
 * which classes a start needs and keep them linked for the next one (JEP 514).
 */
public final class Rehearsal {
  private static final String KIND = "rehearsal";

  private Rehearsal() {}

  /** All of it in this process. */
  public static void run(DriverIdentity driver) {
    run(driver, (cluster, emulator, folder, zone) -> cluster.addNode("node-1", zone));
  }

  /**
   * With the node service in a process of its own, which is the one that notes its classes:
   * whatever is in its cache is resident on every machine, and a client's part, or an emulator's,
   * is not to be.
   *
   * @param program starts it; what it notes is written when it ends
   */
  public static void runNode(DriverIdentity driver, List<String> program) {
    run(
        driver,
        (cluster, emulator, folder, zone) ->
            cluster.add(
                new NodeLaunch(program, machine(driver, emulator, folder, zone), folder)
                    .start()
                    .node()));
  }

  private static void run(DriverIdentity driver, NodeStart start) {
    try (Workspace workspace = workspace()) {
      Path folder = workspace.folder();
      EmulatorConfig config =
          EmulatorConfig.defaults(folder.resolve(Workspace.EMULATOR))
              .withLatency(Latency.NONE)
              .withDevices(DeviceKind.NONE);
      try (Emulator emulator = Emulator.start(config);
          DemoCluster cluster = DemoCluster.start(emulator, config.region(), folder, driver)) {
        DemoNode node = start.start(cluster, emulator, folder, config.zones().getFirst());
        cluster.probe();
        rehearse(cluster, node);
      } catch (IOException unable) {
        throw new UncheckedIOException(unable.getMessage(), unable);
      } finally {
        workspace.clear();
      }
    }
  }

  private static NodeConfig machine(
      DriverIdentity driver, Emulator emulator, Path folder, String zone) {
    String instance = emulator.runInstance(zone, "m5.large");
    return new NodeConfig(
        driver.name(),
        new NodeId(instance),
        new Zone(zone),
        AttachLimits.of(1),
        DeviceSource.emulated(emulator.deviceDirectory(instance)),
        folder.resolve("kubelet"));
  }

  private static void rehearse(DemoCluster cluster, DemoNode node) {
    var _ = node.csi().nodeGetInfo(NodeGetInfoRequest.getDefaultInstance());
    var _ = node.csi().nodeGetCapabilities(NodeGetCapabilitiesRequest.getDefaultInstance());
    DemoVolume volume = DemoVolume.create(cluster, node, new DemoClaim("pvc-rehearsal", 1, "ext4"));
    Map<String, String> context = volume.attach(node);
    // Nothing is staged, so the node service refuses: that too is a way through its classes.
    expectRefusal(() -> volume.publish(node, context));
    volume.unpublish(node);
    volume.unstage(node);
    volume.detach(node);
    volume.delete();
  }

  private static void expectRefusal(Runnable call) {
    try {
      call.run();
      throw new IllegalStateException("a volume without a device was published");
    } catch (StatusRuntimeException _) {
      // As it must be.
    }
  }

  /** A new folder; one that a rehearsal left when it was killed goes. */
  private static Workspace workspace() {
    var _ = Workspace.sweep(KIND);
    return Workspace.create(KIND);
  }

  @FunctionalInterface
  private interface NodeStart {
    DemoNode start(DemoCluster cluster, Emulator emulator, Path folder, String zone)
        throws IOException;
  }
}
