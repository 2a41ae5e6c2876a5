package example.ebs.command.bench;

import example.ebs.command.demo.Demo;
import example.ebs.command.demo.DemoCluster;
import example.ebs.command.demo.DemoRun;
import example.ebs.command.demo.Narrator;
import example.ebs.command.demo.NodeLaunch;
import example.ebs.command.workspace.Workspace;
import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.Zone;
import example.ebs.csi.server.DriverIdentity;
import example.ebs.emulator.Emulator;
import example.ebs.emulator.EmulatorConfig;
import example.ebs.emulator.Latency;
import example.ebs.node.NodeConfig;
import example.ebs.node.device.DeviceSource;
import example.ebs.node.instance.AttachLimits;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Measures, and prints the figures beside what was aimed at and what others take. */
public final class Bench {
  /** Takes 127 volumes beside its root volume. */
  private static final String MACHINE = "m7i.48xlarge";

  private static final int LIMIT = 127;

  private final Narrator narrator;
  private final Workspace workspace;
  private final Path launcher;
  private final DriverIdentity driver;

  /**
   * Creates the bench.
   *
   * @param launcher the command that starts a process of this program
   */
  public Bench(Narrator narrator, Workspace workspace, Path launcher, DriverIdentity driver) {
    this.narrator = narrator;
    this.workspace = workspace;
    this.launcher = launcher;
    this.driver = driver;
  }

  /** Prints the table; throws at the first thing that fails. */
  public void run() {
    String before = LoadAverage.text();
    narrator.detail(before);
    List<Figure> figures = new ArrayList<>(node());
    figures.addAll(stories());
    narrator.say("");
    narrator.say(new Figure("", "measured", "target", "Go driver").line());
    figures.forEach(figure -> narrator.say(figure.line()));
    narrator.say("");
    narrator.detail("before: " + before + "; after: " + LoadAverage.text());
    narrator.detail("calls are timed by their caller, over the node process's unix socket");
  }

  private List<Figure> node() {
    EmulatorConfig config =
        EmulatorConfig.defaults(workspace.folder().resolve(Workspace.EMULATOR))
            .withLatency(Latency.NONE);
    try (Emulator emulator = Emulator.start(config);
        DemoCluster cluster =
            DemoCluster.start(emulator, config.region(), workspace.folder(), driver)) {
      NodeConfig machine = machine(emulator, config.zones().getFirst());
      NodeLaunch launch = new NodeLaunch(List.of(launcher.toString()), machine, workspace.folder());
      return new NodeBench(narrator, cluster, launch).measure();
    } catch (IOException unable) {
      throw new UncheckedIOException(unable.getMessage(), unable);
    }
  }

  private NodeConfig machine(Emulator emulator, String zone) {
    String instance = emulator.runInstance(zone, MACHINE);
    return new NodeConfig(
        driver.name(),
        new NodeId(instance),
        new Zone(zone),
        AttachLimits.of(LIMIT),
        DeviceSource.emulated(emulator.deviceDirectory(instance)),
        workspace.folder().resolve("kubelet"));
  }

  private List<Figure> stories() {
    Duration realistic = story(Latency.REALISTIC, "EC2's latencies");
    Duration none = story(Latency.NONE, "no latencies");
    return List.of(
        new Figure("ebs demo, EC2's latencies", Figure.seconds(realistic), "< 15 s", ""),
        new Figure("ebs demo, no latencies", Figure.seconds(none), "< 5 s", ""));
  }

  /** The whole story without a word, with its clearing and without the JVM's start. */
  private Duration story(Latency latency, String words) {
    return narrator.step(
        "the demo's story with " + words,
        () ->
            Timings.of(
                () -> {
                  try (Workspace own = Workspace.create(DemoRun.KIND)) {
                    tell(own, latency);
                  }
                }));
  }

  private void tell(Workspace own, Latency latency) {
    Narrator silent = new Narrator(new PrintWriter(Writer.nullWriter()));
    try {
      new Demo(silent, own, "ext4").run(latency, driver);
    } finally {
      boolean interrupted = Thread.interrupted();
      List<String> left = own.clear();
      left.forEach(line -> narrator.say("left behind: " + line));
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
