package example.ebs.command.demo;

import example.ebs.command.workspace.Workspace;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.failure.StatusToFailure;
import example.ebs.csi.server.DriverIdentity;
import example.ebs.emulator.Emulator;
import example.ebs.emulator.EmulatorConfig;
import example.ebs.emulator.Latency;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The story: a claim becomes a volume, a pod writes to it, moves to another machine, reads it, and
 * all is taken down.
 */
public final class Demo {
  private static final String CLAIM = "pvc-2f1c9f0e-demo";
  private static final long GIBIBYTES = 4;
  private static final String ZONE_A = "us-east-1a";
  private static final String ZONE_B = "us-east-1b";

  private final Narrator narrator;
  private final Workspace workspace;
  private final String filesystem;

  public Demo(Narrator narrator, Workspace workspace, String filesystem) {
    this.narrator = narrator;
    this.workspace = workspace;
    this.filesystem = filesystem;
  }

  /**
   * Tells the whole story; throws at the first step that fails, and leaves the clearing up to the
   * caller.
   */
  public void run(Latency latency, DriverIdentity driver) {
    EmulatorConfig config =
        EmulatorConfig.defaults(workspace.folder().resolve(Workspace.EMULATOR))
            .withLatency(latency);
    Emulator emulator =
        narrator.step(
            "EC2 emulator with zones " + String.join(", ", config.zones()), () -> start(config));
    narrator.detail("listens on " + emulator.endpoint());
    try (DemoCluster cluster =
        DemoCluster.start(emulator, config.region(), workspace.folder(), driver)) {
      new Story(cluster, new Ec2View(emulator.endpoint())).tell();
    } finally {
      emulator.close();
    }
  }

  private static Emulator start(EmulatorConfig config) {
    try {
      return Emulator.start(config);
    } catch (IOException unable) {
      throw new UncheckedIOException(
          unable.getMessage() + " (the demo's folder lies in TMPDIR, or else in /tmp)", unable);
    }
  }

  private final class Story {
    private final DemoCluster cluster;
    private final Ec2View ec2;

    Story(DemoCluster cluster, Ec2View ec2) {
      this.cluster = cluster;
      this.ec2 = ec2;
    }

    void tell() {
      DemoNode first = addNode("node-1", ZONE_A);
      DemoNode second = addNode("node-2", ZONE_A);
      DemoNode elsewhere = addNode("node-3", ZONE_B);
      narrator.act("the controller and the three node services answer Probe", cluster::probe);
      DemoVolume volume = claim(first);
      String written = writeOn(first, volume);
      takeDown(first, volume);
      readOn(second, volume, written);
      takeDown(second, volume);
      tryOn(elsewhere, volume);
      narrator.act("DeleteVolume " + volume.id(), volume::delete);
      showVolumes();
    }

    private DemoNode addNode(String name, String zone) {
      DemoNode node =
          narrator.step("machine " + name + " in " + zone, () -> cluster.addNode(name, zone));
      narrator.detail("instance " + node.id() + ", devices under " + shown(node.devices()));
      return node;
    }

    private DemoVolume claim(DemoNode node) {
      narrator.say("");
      narrator.detail(
          "claim \"data\": "
              + GIBIBYTES
              + "Gi, ReadWriteOnce, class with type gp3 and "
              + filesystem
              + "; its pod runs in "
              + node.zone());
      DemoVolume volume =
          narrator.step(
              "CreateVolume in " + node.zone() + ", " + GIBIBYTES + " GiB gp3",
              () -> DemoVolume.create(cluster, node, new DemoClaim(CLAIM, GIBIBYTES, filesystem)));
      showVolumes();
      return volume;
    }

    private String writeOn(DemoNode node, DemoVolume volume) {
      Path pod = bringUp(node, volume, "blank: made " + filesystem + ", then mounted");
      String written =
          narrator.step(
              "pod writes " + (PodFile.BYTES >> 20) + " MiB to " + PodFile.NAME,
              () -> PodFile.write(pod));
      narrator.detail("sha256 " + written);
      return written;
    }

    private void readOn(DemoNode node, DemoVolume volume, String written) {
      Path pod = bringUp(node, volume, "holds " + filesystem + ": mounted, not formatted");
      String read =
          narrator.step(
              "pod on " + node.name() + " reads " + PodFile.NAME, () -> PodFile.read(pod));
      if (!read.equals(written)) {
        throw new IllegalStateException(
            "the data did not survive: wrote sha256 " + written + ", read " + read);
      }
      narrator.detail("sha256 " + read + ", the same");
    }

    private Path bringUp(DemoNode node, DemoVolume volume, String staged) {
      narrator.say("");
      Map<String, String> context =
          narrator.step("ControllerPublishVolume to " + node.name(), () -> volume.attach(node));
      showVolumes();
      narrator.act(
          "NodeStageVolume on " + node.name() + ": " + staged, () -> volume.stage(node, context));
      Path pod =
          narrator.step(
              "NodePublishVolume: bound into the pod's folder",
              () -> volume.publish(node, context));
      narrator.detail(shown(pod));
      return pod;
    }

    private void takeDown(DemoNode node, DemoVolume volume) {
      narrator.act("NodeUnpublishVolume on " + node.name(), () -> volume.unpublish(node));
      narrator.act("NodeUnstageVolume on " + node.name(), () -> volume.unstage(node));
      narrator.act("ControllerUnpublishVolume from " + node.name(), () -> volume.detach(node));
      showVolumes();
    }

    private void tryOn(DemoNode node, DemoVolume volume) {
      narrator.say("");
      String refusal =
          narrator.step(
              "ControllerPublishVolume to " + node + " is refused", () -> refusal(volume, node));
      narrator.detail(refusal);
    }

    private String refusal(DemoVolume volume, DemoNode node) {
      try {
        var _ = StatusToFailure.calling(() -> volume.attach(node));
      } catch (Failure.PreconditionFailed refused) {
        return "FAILED_PRECONDITION: " + refused.getMessage();
      }
      throw new IllegalStateException(volume.id() + " was attached in a zone in which it is not");
    }

    private void showVolumes() {
      List<String> volumes = ec2.volumes();
      narrator.detail(
          "aws ec2 describe-volumes: " + (volumes.isEmpty() ? "none" : String.join("; ", volumes)));
    }

    /** Below the workspace, whose own name says nothing. */
    private String shown(Path path) {
      return path.startsWith(workspace.folder())
          ? workspace.folder().relativize(path).toString()
          : path.toString();
    }
  }
}
