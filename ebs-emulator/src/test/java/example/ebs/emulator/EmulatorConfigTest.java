package example.ebs.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EmulatorConfigTest {
  private final EmulatorConfig config = EmulatorConfig.defaults(Path.of("state"));

  @Test
  void hasDefaultsThatWork() {
    assertThat(config)
        .isEqualTo(
            new EmulatorConfig(
                "127.0.0.1",
                0,
                Path.of("state"),
                Path.of("state/devices"),
                "us-east-1",
                List.of("us-east-1a", "us-east-1b", "us-east-1c"),
                Latency.REALISTIC,
                DeviceKind.LOOP,
                false));
    assertThat(config.problems()).isEmpty();
  }

  @Test
  void zonesMayHaveAnyName() {
    assertThat(config.withZones(List.of("zone-a", "zone-b")).problems()).isEmpty();
  }

  @Test
  void refusesAPublicAddressUnlessToldTo() {
    EmulatorConfig open = config.withBind("0.0.0.0");

    assertThat(open.problems()).singleElement().asString().contains("--allow-public");
    assertThat(open.withAllowPublic(true).problems()).isEmpty();
  }

  @Test
  void saysAllProblemsAtOnce() {
    EmulatorConfig wrong =
        config.withPort(70_000).withRegion(" ").withZones(List.of("a", "a", "b/c"));

    assertThat(wrong.problems()).hasSize(4);
    assertThatThrownBy(() -> Emulator.start(wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--port: wanted 0 to 65535, found 70000")
        .hasMessageContaining("'b/c'");
    assertThat(config.withZones(List.of()).problems()).hasSize(1);
  }
}
