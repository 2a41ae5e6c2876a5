package example.ebs.csi.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EndpointTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"unix:///run/csi/csi.sock", "unix:/run/csi/csi.sock", "/run/csi/csi.sock"})
  void everyWayToWriteASocketIsRead(String text) {
    assertThat(Endpoint.parse(text).socket()).isEqualTo(Path.of("/run/csi/csi.sock"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "csi.sock", "tcp://127.0.0.1:1", "unix://csi.sock", "unix:///run/csi/"})
  void whatIsNoSocketIsRefusedWithAnExample(String text) {
    assertThatThrownBy(() -> Endpoint.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unix:///path/to/csi.sock");
  }

  @Test
  void aPathLongerThanASocketAddressIsRefused() {
    assertThatThrownBy(() -> Endpoint.parse("/" + "a".repeat(107)))
        .hasMessageContaining("108 bytes long");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "1ebs", "ebs.example.", "ebs_example", "ebs.k8s1"})
  void aDriverNameThatPeersWouldRefuseIsRefusedHere(String name) {
    assertThatThrownBy(() -> new DriverIdentity(name, "1"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
