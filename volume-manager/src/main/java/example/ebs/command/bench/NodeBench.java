package example.ebs.command.bench;

import example.ebs.command.demo.DemoCluster;
import example.ebs.command.demo.DemoNode;
import example.ebs.command.demo.Narrator;
import example.ebs.command.demo.NodeLaunch;
import example.ebs.csi.time.Pause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a node process costs: to start, to keep, and for each call. */
final class NodeBench {
  private static final int STARTS = 5;
  private static final int VOLUMES = 100;
  private static final int AT_ONCE = 10;
  private static final int WARM_UP_PAIRS = 2000;
  private static final int PAIRS = 1000;
  private static final int STAGE_ROUNDS = 3;

  /** Longer than the launcher's TrimNativeHeapInterval: what a burst took is to have gone back. */
  private static final Duration SETTLING = Duration.ofSeconds(6);

  private final Narrator narrator;
  private final DemoCluster cluster;
  private final NodeLaunch launch;
  private final List<Figure> figures = new ArrayList<>();

  NodeBench(Narrator narrator, DemoCluster cluster, NodeLaunch launch) {
    this.narrator = narrator;
    this.cluster = cluster;
    this.launch = launch;
  }

  List<Figure> measure() {
    makeKubeletDirectory();
    measureStarts();
    NodeLaunch.Started started =
        narrator.step("starting the node process to be measured", launch::start);
    try {
      measure(started);
    } finally {
      started.node().close();
    }
    return List.copyOf(figures);
  }

  private void measure(NodeLaunch.Started started) {
    measureMemory("node process idle", started, "");
    List<AttachedVolume> volumes =
        narrator.step(
            "creating and attaching " + VOLUMES + " volumes of 1 GiB",
            () ->
                InParallel.map(
                    IntStream.range(0, VOLUMES).boxed().toList(),
                    number -> AttachedVolume.create(cluster, started.node(), number)));
    measureProbe(started.node());
    volumes.getFirst().stage();
    measurePublishing(volumes.getFirst(), "one volume staged", "< 1.0 ms", "6.0 ms");
    narrator.act(
        "formatting and staging them, " + AT_ONCE + " at a time",
        () -> batches(volumes).forEach(some -> InParallel.each(some, AttachedVolume::stage)));
    narrator.act(
        "publishing them, all at once", () -> InParallel.each(volumes, AttachedVolume::publish));
    measureMemory("  with " + VOLUMES + " volumes staged and published", started, "80 MiB");
    InParallel.each(volumes, AttachedVolume::unpublish);
    measurePublishing(volumes.getFirst(), VOLUMES + " volumes staged", "", "");
    measureStaging(volumes);
    measureMemory("  after all calls of this table", started, "");
  }

  /** As new volumes come in life: EC2 lets an account attach five a second. */
  private static Stream<List<AttachedVolume>> batches(List<AttachedVolume> volumes) {
    return IntStream.range(0, volumes.size() / AT_ONCE)
        .mapToObj(batch -> volumes.subList(batch * AT_ONCE, (batch + 1) * AT_ONCE));
  }

  private void measureStarts() {
    narrator.act("a first start, which is not counted", () -> launch.start().node().close());
    Timings starts =
        narrator.step(
            STARTS + " starts",
            () -> new Timings(IntStream.range(0, STARTS).mapToObj(_ -> startOnce()).toList()));
    figures.add(
        new Figure(
            "node process: exec to first Probe, median of " + starts.count(),
            Figure.seconds(starts.median()),
            "< 0.6 s",
            ""));
  }

  private Duration startOnce() {
    NodeLaunch.Started started = launch.start();
    started.node().close();
    return started.took();
  }

  private void measureMemory(String when, NodeLaunch.Started started, String peer) {
    Pause.sleeping().pause(SETTLING);
    Memory memory = Memory.of(started.process().id());
    figures.add(
        new Figure(
            when + ", resident (" + Figure.mebibytes(memory.mapped()) + " of it files)",
            Figure.mebibytes(memory.resident()),
            "< 96 MiB",
            peer));
  }

  /** What gRPC and the changes of thread cost where there is nothing to do: the floor of a call. */
  private void measureProbe(DemoNode node) {
    Runnable probe = () -> DemoCluster.probe(node.channel());
    var _ = Timings.of(WARM_UP_PAIRS, probe);
    Timings probes = narrator.step(PAIRS + " calls of Probe", () -> Timings.of(PAIRS, probe));
    figures.add(
        new Figure(
            "Probe, which does nothing, median of " + PAIRS,
            Figure.milliseconds(probes.median()),
            "",
            ""));
  }

  /**
   * The more is staged the longer is the mount table, which the kernel writes out anew for each
   * call.
   */
  private void measurePublishing(AttachedVolume volume, String where, String target, String peer) {
    Runnable pair =
        () -> {
          volume.publish();
          volume.unpublish();
        };
    var _ =
        narrator.step(
            WARM_UP_PAIRS + " publications to warm up", () -> Timings.of(WARM_UP_PAIRS, pair));
    Timings pairs = narrator.step(PAIRS + " publications, " + where, () -> Timings.of(PAIRS, pair));
    String name = "NodePublish + NodeUnpublish, " + where + ", ";
    figures.add(
        new Figure(name + "median of " + PAIRS, Figure.milliseconds(pairs.median()), target, peer));
    figures.add(new Figure(name + "p90", Figure.milliseconds(pairs.percentile(90)), "", ""));
  }

  private void measureStaging(List<AttachedVolume> volumes) {
    InParallel.each(volumes, AttachedVolume::unstage);
    var _ = narrator.step(VOLUMES + " stagings to warm up", () -> stageEach(volumes));
    List<Duration> taken = new ArrayList<>();
    narrator.act(
        STAGE_ROUNDS * VOLUMES + " stagings",
        () -> IntStream.range(0, STAGE_ROUNDS).forEach(_ -> taken.addAll(stageEach(volumes))));
    Timings stagings = new Timings(taken);
    String name = "NodeStage of a formatted ext4 volume, ";
    figures.add(
        new Figure(
            name + "median of " + stagings.count(),
            Figure.milliseconds(stagings.median()),
            "< 6 ms",
            "25 ms"));
    figures.add(new Figure(name + "p90", Figure.milliseconds(stagings.percentile(90)), "", ""));
  }

  private static List<Duration> stageEach(List<AttachedVolume> volumes) {
    List<Duration> taken = new ArrayList<>();
    for (AttachedVolume volume : volumes) {
      taken.add(Timings.of(volume::stage));
      volume.unstage();
    }
    return taken;
  }

  private void makeKubeletDirectory() {
    try {
      Files.createDirectories(launch.config().kubeletDirectory());
    } catch (IOException unable) {
      throw new UncheckedIOException("cannot make the kubelet directory", unable);
    }
  }
}
