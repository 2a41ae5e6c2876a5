package example.ebs.command;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.client.CsiChannel;
import example.ebs.csi.server.Endpoint;
import example.ebs.proto.csi.GetPluginInfoRequest;
import example.ebs.proto.csi.IdentityGrpc;
import example.ebs.proto.csi.NodeGetInfoRequest;
import example.ebs.proto.csi.NodeGetInfoResponse;
import example.ebs.proto.csi.NodeGrpc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ebs all --storage local} as a process. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LocalAllProcessTest {
  @TempDir private Path folder;

  @Test
  void servesTheLocalDriverAndLoadsNothingOfAws() throws Exception {
    Path socket = folder.resolve("csi.sock");
    Process all = start(socket);
    try {
      while (!Files.exists(socket)) {
        assertThat(all.isAlive()).as(Files.readString(folder.resolve("log"))).isTrue();
        Thread.onSpinWait();
      }
      try (CsiChannel channel = CsiChannel.open(new Endpoint(socket))) {
        assertThat(
                IdentityGrpc.newBlockingStub(channel.grpc())
                    .withWaitForReady()
                    .withDeadlineAfter(60, TimeUnit.SECONDS)
                    .getPluginInfo(GetPluginInfoRequest.getDefaultInstance())
                    .getName())
            .isEqualTo("local.ebs.example");
        NodeGetInfoResponse node =
            NodeGrpc.newBlockingStub(channel.grpc())
                .withDeadlineAfter(60, TimeUnit.SECONDS)
                .nodeGetInfo(NodeGetInfoRequest.getDefaultInstance());
        assertThat(node.getAccessibleTopology().getSegmentsMap())
            .containsEntry("local.ebs.example/node", "node-a");
        assertThat(node.getMaxVolumesPerNode()).isZero();
      }
      all.destroy();
      assertThat(all.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(Files.readString(folder.resolve("classes"))).doesNotContain("software.amazon");
    } finally {
      all.destroyForcibly().waitFor();
    }
  }

  private Process start(Path socket) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xlog:class+load=info:file=" + folder.resolve("classes"),
                "-cp",
                System.getProperty("java.class.path"),
                Ebs.class.getName(),
                "all",
                "--storage=local",
                "--node-id=node-a",
                "--local-root=" + folder.resolve("local"),
                "--endpoint=unix://" + socket));
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().remove("CSI_ENDPOINT");
    return builder.redirectError(folder.resolve("log").toFile()).start();
  }
}
