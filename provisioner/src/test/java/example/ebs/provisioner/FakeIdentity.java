package example.ebs.provisioner;

import example.ebs.proto.csi.GetPluginInfoRequest;
import example.ebs.proto.csi.GetPluginInfoResponse;
import example.ebs.proto.csi.IdentityGrpc;
import example.ebs.proto.csi.ProbeRequest;
import example.ebs.proto.csi.ProbeResponse;
import io.grpc.stub.StreamObserver;

/** A driver that has a name and is ready. */
final class FakeIdentity extends IdentityGrpc.IdentityImplBase {
  private final String name;

  FakeIdentity(String name) {
    this.name = name;
  }

  @Override
  public void probe(ProbeRequest request, StreamObserver<ProbeResponse> observer) {
    observer.onNext(ProbeResponse.getDefaultInstance());
    observer.onCompleted();
  }

  @Override
  public void getPluginInfo(
      GetPluginInfoRequest request, StreamObserver<GetPluginInfoResponse> observer) {
    observer.onNext(GetPluginInfoResponse.newBuilder().setName(name).build());
    observer.onCompleted();
  }
}
