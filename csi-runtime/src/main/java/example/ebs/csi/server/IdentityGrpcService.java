package example.ebs.csi.server;

import com.google.protobuf.BoolValue;
import example.ebs.csi.health.Readiness;
import example.ebs.proto.csi.GetPluginCapabilitiesRequest;
import example.ebs.proto.csi.GetPluginCapabilitiesResponse;
import example.ebs.proto.csi.GetPluginInfoRequest;
import example.ebs.proto.csi.GetPluginInfoResponse;
import example.ebs.proto.csi.IdentityGrpc;
import example.ebs.proto.csi.PluginCapability;
import example.ebs.proto.csi.ProbeRequest;
import example.ebs.proto.csi.ProbeResponse;
import io.grpc.stub.StreamObserver;

/**
 * The CSI Identity service; every process of the driver answers the same, whatever else it serves.
 */
public final class IdentityGrpcService extends IdentityGrpc.IdentityImplBase {
  private final DriverIdentity driver;
  private final Readiness readiness;

  public IdentityGrpcService(DriverIdentity driver, Readiness readiness) {
    this.driver = driver;
    this.readiness = readiness;
  }

  @Override
  public void getPluginInfo(
      GetPluginInfoRequest request, StreamObserver<GetPluginInfoResponse> reply) {
    Answer.send(
        reply,
        GetPluginInfoResponse.newBuilder()
            .setName(driver.name())
            .setVendorVersion(driver.version())
            .build());
  }

  @Override
  public void getPluginCapabilities(
      GetPluginCapabilitiesRequest request, StreamObserver<GetPluginCapabilitiesResponse> reply) {
    Answer.send(
        reply,
        GetPluginCapabilitiesResponse.newBuilder()
            .addCapabilities(service(PluginCapability.Service.Type.CONTROLLER_SERVICE))
            .addCapabilities(
                service(PluginCapability.Service.Type.VOLUME_ACCESSIBILITY_CONSTRAINTS))
            .build());
  }

  @Override
  public void probe(ProbeRequest request, StreamObserver<ProbeResponse> reply) {
    Answer.send(
        reply,
        ProbeResponse.newBuilder().setReady(BoolValue.of(readiness.obstacle().isEmpty())).build());
  }

  private static PluginCapability service(PluginCapability.Service.Type type) {
    return PluginCapability.newBuilder()
        .setService(PluginCapability.Service.newBuilder().setType(type))
        .build();
  }
}
