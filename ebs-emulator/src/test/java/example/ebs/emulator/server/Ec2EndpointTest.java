package example.ebs.emulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.emulator.action.Region;
import example.ebs.emulator.action.RegionParts;
import example.ebs.emulator.count.Counts;
import example.ebs.emulator.device.BlockDevices;
import example.ebs.emulator.device.VolumeFiles;
import example.ebs.emulator.fault.Faults;
import example.ebs.emulator.state.StateFile;
import example.ebs.emulator.zone.Zones;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class Ec2EndpointTest {
  private static final int CLAIMS_AT_ONCE = 100;
  private static final int LIMIT_MS = 900;

  @TempDir private Path directory;

  /**
   * One that finds no place is not refused: its client hears nothing, and tries again after 1 s.
   */
  @Test
  void aBurstOfConnectionsFindsItsPlaceWhileNoneIsTakenYet() throws IOException {
    List<Socket> open = new ArrayList<>();
    try (Ec2Endpoint bound = endpoint()) {
      for (int i = 0; i < CLAIMS_AT_ONCE; i++) {
        Socket socket = new Socket();
        open.add(socket);
        socket.connect(bound.address(), LIMIT_MS);
      }
      assertThat(open).allMatch(Socket::isConnected);
    } finally {
      for (Socket each : open) {
        each.close();
      }
    }
  }

  /** It is bound from the beginning, and serves nobody before it is told to. */
  private Ec2Endpoint endpoint() throws IOException {
    Faults faults = new Faults();
    RegionParts parts =
        new RegionParts(
            Zones.named("us-east-1", List.of("zone-a")),
            VolumeFiles.none(),
            BlockDevices.none(),
            _ -> Duration.ZERO,
            faults);
    return new Ec2Endpoint(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        new Region(parts, new StateFile(directory, "none"), InstantSource.system()),
        faults,
        new Counts(),
        Thread::sleep,
        () -> {});
  }
}
