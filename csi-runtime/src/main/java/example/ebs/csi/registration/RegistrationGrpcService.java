package example.ebs.csi.registration;

import example.ebs.proto.pluginregistration.InfoRequest;
import example.ebs.proto.pluginregistration.PluginInfo;
import example.ebs.proto.pluginregistration.RegistrationGrpc;
import example.ebs.proto.pluginregistration.RegistrationStatus;
import example.ebs.proto.pluginregistration.RegistrationStatusResponse;
import io.grpc.stub.StreamObserver;
import java.util.function.Consumer;

/** The service that the kubelet, as its client, finds on the registration socket. */
final class RegistrationGrpcService extends RegistrationGrpc.RegistrationImplBase {
  private static final String TYPE = "CSIPlugin";

  /** The version of the kubelet's plugin interface, not of CSI nor of the driver. */
  private static final String VERSION = "1.0.0";

  private final Registration registration;
  private final Consumer<KubeletAnswer> answered;

  RegistrationGrpcService(Registration registration, Consumer<KubeletAnswer> answered) {
    this.registration = registration;
    this.answered = answered;
  }

  @Override
  public void getInfo(InfoRequest request, StreamObserver<PluginInfo> observer) {
    observer.onNext(
        PluginInfo.newBuilder()
            .setType(TYPE)
            .setName(registration.driver().name())
            .setEndpoint(registration.csi().socket().toString())
            .addSupportedVersions(VERSION)
            .build());
    observer.onCompleted();
  }

  @Override
  public void notifyRegistrationStatus(
      RegistrationStatus status, StreamObserver<RegistrationStatusResponse> observer) {
    answered.accept(
        status.getPluginRegistered()
            ? new KubeletAnswer.Confirmed()
            : new KubeletAnswer.Refused(status.getError()));
    observer.onNext(RegistrationStatusResponse.getDefaultInstance());
    observer.onCompleted();
  }
}
