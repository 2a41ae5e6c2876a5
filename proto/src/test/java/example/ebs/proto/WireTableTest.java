package example.ebs.proto;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.proto.csi.CreateVolumeRequest;
import example.ebs.proto.csi.Csi;
import example.ebs.proto.csi.NodePublishVolumeRequest;
import example.ebs.proto.pluginregistration.PluginRegistration;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The compiled descriptors, written out in the form of the published tables, must be the tables,
 * line by line: nothing missing, nothing more.
 */
final class WireTableTest {
  @Test
  void csiIsThePublishedTable() throws IOException {
    assertThat(WireTable.of(Csi.getDescriptor())).isEqualTo(table("csi-wire.txt"));
  }

  @Test
  void kubeletRegistrationIsThePublishedTable() throws IOException {
    assertThat(WireTable.of(PluginRegistration.getDescriptor()))
        .isEqualTo(table("pluginregistration-wire.txt"));
  }

  @Test
  void packagesAreThoseThatPeersCall() {
    assertThat(
            List.of(
                Csi.getDescriptor().getPackage(), PluginRegistration.getDescriptor().getPackage()))
        .containsExactly("csi.v1", "pluginregistration");
  }

  @Test
  void theTablesHoldWhatTheyAreThoughtToHold() throws IOException {
    assertThat(table("csi-wire.txt")).filteredOn(line -> line.startsWith("service ")).hasSize(5);
    assertThat(table("csi-wire.txt")).filteredOn(line -> line.matches("\\s+\\d+ .*")).hasSize(216);
  }

  @Test
  void aSecretFieldIsMarkedSoThatLogsCanLeaveItOut() {
    assertThat(
            List.of(CreateVolumeRequest.getDescriptor(), NodePublishVolumeRequest.getDescriptor()))
        .allSatisfy(
            message ->
                assertThat(
                        message.findFieldByName("secrets").getOptions().getExtension(Csi.csiSecret))
                    .isTrue());
  }

  private static List<String> table(String name) throws IOException {
    try (InputStream text = WireTableTest.class.getResourceAsStream(name)) {
      assertThat(text).as(name).isNotNull();
      return new String(text.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank())
          .toList();
    }
  }
}
