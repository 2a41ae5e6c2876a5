package example.ebs.local;

import static example.ebs.local.LocalRequests.ID;
import static example.ebs.local.LocalRequests.context;
import static example.ebs.local.LocalRequests.publish;
import static example.ebs.local.LocalRequests.stats;
import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.work.SeparateTasks;
import example.ebs.linux.device.LinuxDeviceNodes;
import example.ebs.linux.filesystem.InMemoryFilesystems;
import example.ebs.linux.mount.LinuxMounter;
import example.ebs.linux.quota.InMemoryProjectQuota;
import example.ebs.linux.quota.QuotaSupport;
import example.ebs.linux.system.LinuxFiles;
import example.ebs.linux.system.LinuxMounts;
import example.ebs.local.model.LocalDriver;
import example.ebs.local.model.LocalRoots;
import example.ebs.local.volume.VolumeHistory;
import example.ebs.proto.csi.NodeGetVolumeStatsResponse;
import example.ebs.proto.csi.VolumeUsage;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is told of a volume with a quota, on a machine that has real mounts. */
final class QuotaStatsOnMachineTest {
  @RegisterExtension private final LocalScene scene = new LocalScene();

  @Test
  void bytesAndFilesAreToldAgainstTheirLimits() throws IOException {
    LocalNodeService service = service();
    var request = publish(scene.target(), context("mode", "hostPath", "enforce", "quota"));
    service.node().nodePublishVolume(request.build(), new Answers<>());
    Files.write(scene.target().resolve("file"), new byte[1 << 20]);
    Answers<NodeGetVolumeStatsResponse> answers = new Answers<>();

    service.node().nodeGetVolumeStats(stats(ID.value(), scene.target()), answers);

    List<VolumeUsage> usage = answers.all.getFirst().getUsageList();
    assertThat(usage)
        .containsExactly(
            amount(VolumeUsage.Unit.BYTES, 32 << 20, 1 << 20),
            amount(VolumeUsage.Unit.INODES, 8192, 2));
  }

  private static VolumeUsage amount(VolumeUsage.Unit unit, long total, long used) {
    return VolumeUsage.newBuilder()
        .setUnit(unit)
        .setTotal(total)
        .setUsed(used)
        .setAvailable(total - used)
        .build();
  }

  private LocalNodeService service() {
    LinuxFiles files = new LinuxFiles();
    return LocalNodeService.create(
        new LocalNodeConfig(
            new LocalDriver("ebs.example"),
            "node-a",
            scene.sandbox().own(),
            LocalRoots.standard(scene.sandbox().own()),
            scene.sandbox().kubelet()),
        new LocalNodeService.Machine(
            files,
            new LinuxMounter(new LinuxMounts(), new LinuxFiles()),
            new LinuxDeviceNodes(scene.sandbox().folder().resolve("devices"), files),
            new LocalNodeService.Disks(
                new NoLoopDevices(),
                new InMemoryFilesystems(),
                new InMemoryProjectQuota(new QuotaSupport.Enforced())),
            new SeparateTasks(Clock.systemUTC()),
            Clock.systemUTC()),
        VolumeHistory.NONE);
  }

  private static final class Answers<A> implements StreamObserver<A> {
    private final List<A> all = new ArrayList<>();

    @Override
    public void onNext(A value) {
      all.add(value);
    }

    @Override
    public void onError(Throwable failed) {}

    @Override
    public void onCompleted() {}
  }
}
