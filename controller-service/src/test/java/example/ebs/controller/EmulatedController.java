package example.ebs.controller;

import example.ebs.emulator.DeviceKind;
import example.ebs.emulator.Emulator;
import example.ebs.emulator.EmulatorConfig;
import example.ebs.emulator.Latency;
import example.ebs.emulator.fault.Faults;
import example.ebs.proto.csi.ControllerGrpc;
import java.io.IOException;
import java.nio.file.Path;

/** The whole service, over HTTP against an emulator of its own. */
final class EmulatedController implements AutoCloseable {
  private final Emulator emulator;
  private final ControllerService service;
  private final GrpcController grpc;

  EmulatedController(Path state) throws IOException {
    emulator =
        Emulator.start(
            EmulatorConfig.defaults(state).withDevices(DeviceKind.NONE).withLatency(Latency.NONE));
    service = another();
    grpc = new GrpcController(service.grpc());
  }

  /** One more service on the same EC2, which knows nothing of the first one's memory. */
  ControllerService another() {
    return ControllerService.create(
        ControllerConfig.defaults().withEmulator(emulator.endpoint(), "us-east-1"));
  }

  ControllerGrpc.ControllerBlockingStub stub() {
    return grpc.stub();
  }

  Faults faults() {
    return emulator.faults();
  }

  /** A node, by its instance id. */
  String runInstance(String zone, String type) {
    return emulator.runInstance(zone, type);
  }

  @Override
  public void close() {
    grpc.close();
    service.close();
    emulator.destroy();
  }
}
