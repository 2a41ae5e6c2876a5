package example.ebs.emulator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import example.ebs.emulator.action.Region;
import example.ebs.emulator.action.RegionParts;
import example.ebs.emulator.count.Counts;
import example.ebs.emulator.device.BlockDevices;
import example.ebs.emulator.device.ContentCopies;
import example.ebs.emulator.device.VolumeFiles;
import example.ebs.emulator.fault.Faults;
import example.ebs.emulator.state.StateFile;
import example.ebs.emulator.zone.Zones;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    try (Ec2Endpoint bound = endpoint(InetAddress.getLoopbackAddress())) {
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

  /** Whoever reaches it over a network, such as any pod of a cluster, plans no faults. */
  @Test
  void faultsAreForProgramsOfThisMachineOnly() throws Exception {
    Optional<InetAddress> outer =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(each -> each instanceof Inet4Address && !each.isLoopbackAddress())
            .findFirst();
    assumeThat(outer).as("an address of this machine beside loopback").isPresent();
    try (Ec2Endpoint bound = endpoint(new InetSocketAddress(0).getAddress());
        HttpClient client = HttpClient.newHttpClient()) {
      bound.listen();
      assertThat(clears(client, outer.orElseThrow(), bound)).isEqualTo(403);
      assertThat(clears(client, InetAddress.getLoopbackAddress(), bound)).isEqualTo(200);
    }
  }

  private static int clears(HttpClient client, InetAddress at, Ec2Endpoint bound)
      throws IOException, InterruptedException {
    String faults =
        "http://%s:%d/emulator/faults".formatted(at.getHostAddress(), bound.address().getPort());
    HttpRequest request = HttpRequest.newBuilder(URI.create(faults)).DELETE().build();
    return client.send(request, BodyHandlers.discarding()).statusCode();
  }

  /** It is bound from the beginning, and serves nobody before it is told to. */
  private Ec2Endpoint endpoint(InetAddress address) throws IOException {
    Faults faults = new Faults();
    RegionParts parts =
        new RegionParts(
            Zones.named("us-east-1", List.of("zone-a")),
            VolumeFiles.none(),
            ContentCopies.none(),
            BlockDevices.none(),
            _ -> Duration.ZERO,
            faults);
    return new Ec2Endpoint(
        new InetSocketAddress(address, 0),
        new Region(parts, new StateFile(directory, "none"), InstantSource.system()),
        faults,
        new Counts(),
        Thread::sleep,
        () -> {});
  }
}
