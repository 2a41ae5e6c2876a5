package example.ebs.controller.ec2;

import example.ebs.emulator.DeviceKind;
import example.ebs.emulator.Emulator;
import example.ebs.emulator.EmulatorConfig;
import example.ebs.emulator.Latency;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/** The real adapters, over HTTP against an emulator that does everything at once. */
final class EmulatedEc2 implements AutoCloseable {
  final Emulator emulator;
  final Ec2 ec2;

  EmulatedEc2(Path state) {
    try {
      emulator =
          Emulator.start(
              EmulatorConfig.defaults(state)
                  .withDevices(DeviceKind.NONE)
                  .withLatency(Latency.NONE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ec2 = open();
  }

  /** The adapters of another process. */
  Ec2 open() {
    return Ec2Clients.open(
        Optional.of(emulator.endpoint()),
        Optional.of("us-east-1"),
        Optional.of(new Ec2Clients.Credentials("test", "test")));
  }

  @Override
  public void close() {
    ec2.close();
    emulator.destroy();
  }
}
