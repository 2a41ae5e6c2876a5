package example.ebs.node;

import static example.ebs.node.Requests.mount;
import static example.ebs.node.Requests.publish;
import static example.ebs.node.Requests.stage;
import static example.ebs.node.Requests.unpublish;
import static example.ebs.node.Requests.unstage;

import example.ebs.csi.Shell;
import example.ebs.linux.LoopVolume;
import example.ebs.linux.system.LinuxMounts;
import example.ebs.proto.csi.NodeGrpc;
import example.ebs.proto.csi.VolumeCapability;
import example.ebs.proto.csi.VolumeCapability.AccessMode.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A process of its own, in a mount namespace of its own: see {@link ManyMountsTest}. */
final class AmongManyMounts {
  private static final long MS_BIND = 1 << 12;
  private static final long MS_REC = 1 << 14;

  private AmongManyMounts() {}

  /** Takes a folder, how much to mount there, and how many calls to make at once. */
  public static void main(String[] arguments) throws IOException {
    mountMany(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    int calls = Integer.parseInt(arguments[2]);
    try (Sandbox sandbox = new Sandbox()) {
      LoopVolume volume = sandbox.attach(Requests.VOLUME, 64);
      Shell.run("mkfs.ext4", "-q", "-F", volume.device().toString());
      AtomicInteger answered = new AtomicInteger();
      try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int call = 1; call < calls; call++) {
          String other = "vol-%017x".formatted(call);
          Path staging = sandbox.made("staging-" + call);
          all.execute(
              () -> {
                var _ =
                    sandbox
                        .node()
                        .nodeUnstageVolume(unstage(staging).toBuilder().setVolumeId(other).build());
                answered.incrementAndGet();
              });
        }
        all.execute(
            () -> {
              wholeWay(sandbox);
              answered.incrementAndGet();
            });
      }
      System.out.println(answered + " calls at once are answered");
    }
  }

  private static void wholeWay(Sandbox sandbox) {
    NodeGrpc.NodeBlockingStub node = sandbox.node();
    VolumeCapability capability = mount("ext4", Mode.SINGLE_NODE_WRITER);
    Path staging = sandbox.kubelet().resolve("staging");
    Path target = sandbox.kubelet().resolve("target");
    for (int repetition = 0; repetition < 2; repetition++) {
      var _ = node.nodeStageVolume(stage(staging, capability));
      var _ = node.nodePublishVolume(publish(staging, target, capability));
    }
    var _ = node.nodeUnpublishVolume(unpublish(target));
    var _ = node.nodeUnstageVolume(unstage(staging));
  }

  /** Each step mounts a copy of all so far within it. They go with the namespace. */
  private static void mountMany(Path folder, int count) throws IOException {
    LinuxMounts mounts = new LinuxMounts();
    mounts.mount("tmpfs", folder, "tmpfs", 0, "");
    for (int made = 1; made < count; made *= 2) {
      Path copy = Files.createDirectory(folder.resolve("pvc-volume-" + made));
      mounts.mount(folder.toString(), copy, "none", MS_BIND | MS_REC, "");
    }
  }
}
