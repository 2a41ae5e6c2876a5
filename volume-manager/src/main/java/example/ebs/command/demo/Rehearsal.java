package example.ebs.command.demo;

import example.ebs.command.workspace.Workspace;
import example.ebs.csi.health.Readiness;
import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.Zone;
import example.ebs.csi.server.DriverIdentity;
import example.ebs.csi.server.IdentityGrpcService;
import example.ebs.emulator.DeviceKind;
import example.ebs.emulator.Emulator;
import example.ebs.emulator.EmulatorConfig;
import example.ebs.emulator.Latency;
import example.ebs.node.NodeConfig;
import example.ebs.node.instance.AttachLimits;
import example.ebs.proto.csi.NodeGetCapabilitiesRequest;
import example.ebs.proto.csi.NodeGetInfoRequest;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Goes through the motions of the demo without devices, mounts or root, so that the JVM can note
 * which classes a start needs and keep them linked for the next one (JEP 514).
 */
public final class Rehearsal {
  private static final String KIND = "rehearsal";

  private Rehearsal() {}

  public static void run(DriverIdentity driver) {
    try (Workspace workspace = workspace()) {
      EmulatorConfig config =
          EmulatorConfig.defaults(workspace.folder().resolve(Workspace.EMULATOR))
              .withLatency(Latency.NONE)
              .withDevices(DeviceKind.NONE);
      try (Emulator emulator = Emulator.start(config);
          DemoCluster cluster =
              DemoCluster.start(emulator, config.region(), workspace.folder(), driver)) {
        DemoNode node = cluster.addNode("node-1", config.zones().getFirst());
        cluster.probe();
        rehearse(cluster, node);
      } catch (IOException unable) {
        throw new UncheckedIOException(unable.getMessage(), unable);
      } finally {
        workspace.clear();
      }
    }
  }

  /**
   * The part of it that a node service plays, whose cache is kept small because it lives on every
   * machine.
   */
  public static void runNode(DriverIdentity driver) {
    try (Workspace workspace = workspace()) {
      NodeConfig config =
          new NodeConfig(
              driver.name(),
              new NodeId("i-0123456789abcdef0"),
              new Zone("rehearsal"),
              AttachLimits.unknown(),
              workspace.folder(),
              workspace.folder());
      try (DemoNode node =
          DemoNode.start(
              "node",
              config,
              workspace.folder(),
              new IdentityGrpcService(driver, Readiness.always()))) {
        DemoCluster.probe(node.channel());
        var _ = node.csi().nodeGetInfo(NodeGetInfoRequest.getDefaultInstance());
        var _ = node.csi().nodeGetCapabilities(NodeGetCapabilitiesRequest.getDefaultInstance());
      } finally {
        workspace.clear();
      }
    }
  }

  private static void rehearse(DemoCluster cluster, DemoNode node) {
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
}
