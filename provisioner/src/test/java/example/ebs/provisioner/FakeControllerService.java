package example.ebs.provisioner;

import example.ebs.proto.csi.ControllerGetCapabilitiesRequest;
import example.ebs.proto.csi.ControllerGetCapabilitiesResponse;
import example.ebs.proto.csi.ControllerGrpc;
import example.ebs.proto.csi.ControllerPublishVolumeRequest;
import example.ebs.proto.csi.ControllerPublishVolumeResponse;
import example.ebs.proto.csi.ControllerServiceCapability;
import example.ebs.proto.csi.ControllerUnpublishVolumeRequest;
import example.ebs.proto.csi.ControllerUnpublishVolumeResponse;
import example.ebs.proto.csi.CreateVolumeRequest;
import example.ebs.proto.csi.CreateVolumeResponse;
import example.ebs.proto.csi.DeleteVolumeRequest;
import example.ebs.proto.csi.DeleteVolumeResponse;
import example.ebs.proto.csi.ListVolumesRequest;
import example.ebs.proto.csi.ListVolumesResponse;
import example.ebs.proto.csi.Topology;
import example.ebs.proto.csi.Volume;
import example.ebs.proto.csi.VolumeCapability.AccessMode;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The wire side of {@link FakeDriver}. */
final class FakeControllerService extends ControllerGrpc.ControllerImplBase {
  private static final int PAGE = 2;

  private final FakeDriver driver;
  private final Set<ControllerServiceCapability.RPC.Type> capabilities;

  FakeControllerService(FakeDriver driver, Set<ControllerServiceCapability.RPC.Type> capabilities) {
    this.driver = driver;
    this.capabilities = Set.copyOf(capabilities);
  }

  @Override
  public void controllerGetCapabilities(
      ControllerGetCapabilitiesRequest request,
      StreamObserver<ControllerGetCapabilitiesResponse> observer) {
    ControllerGetCapabilitiesResponse.Builder answer =
        ControllerGetCapabilitiesResponse.newBuilder();
    capabilities.forEach(type -> answer.addCapabilitiesBuilder().getRpcBuilder().setType(type));
    observer.onNext(answer.build());
    observer.onCompleted();
  }

  @Override
  public void createVolume(
      CreateVolumeRequest request, StreamObserver<CreateVolumeResponse> observer) {
    answer(observer, request, () -> driver.create(request.getName(), wanted(request)));
  }

  @Override
  public void deleteVolume(
      DeleteVolumeRequest request, StreamObserver<DeleteVolumeResponse> observer) {
    answer(
        observer,
        request,
        () -> {
          driver.delete(request.getVolumeId());
          return DeleteVolumeResponse.getDefaultInstance();
        });
  }

  @Override
  public void controllerPublishVolume(
      ControllerPublishVolumeRequest request,
      StreamObserver<ControllerPublishVolumeResponse> observer) {
    AccessMode.Mode mode = request.getVolumeCapability().getAccessMode().getMode();
    answer(
        observer,
        request,
        () -> {
          driver.publish(
              request.getVolumeId(),
              request.getNodeId(),
              mode != AccessMode.Mode.MULTI_NODE_MULTI_WRITER);
          return ControllerPublishVolumeResponse.newBuilder()
              .putPublishContext("devicePath", "/dev/xvdaa")
              .build();
        });
  }

  @Override
  public void controllerUnpublishVolume(
      ControllerUnpublishVolumeRequest request,
      StreamObserver<ControllerUnpublishVolumeResponse> observer) {
    answer(
        observer,
        request,
        () -> {
          driver.detach(request.getVolumeId(), request.getNodeId());
          return ControllerUnpublishVolumeResponse.getDefaultInstance();
        });
  }

  /** Small pages, so that whoever reads only the first is found out. */
  @Override
  public void listVolumes(
      ListVolumesRequest request, StreamObserver<ListVolumesResponse> observer) {
    answer(observer, request, () -> page(request.getStartingToken()));
  }

  private ListVolumesResponse page(String token) {
    int from = token.isEmpty() ? 0 : Integer.parseInt(token);
    List<Volume> all = driver.volumes();
    int to = Math.min(from + PAGE, all.size());
    ListVolumesResponse.Builder page = ListVolumesResponse.newBuilder();
    all.subList(from, to)
        .forEach(
            volume ->
                page.addEntriesBuilder()
                    .setVolume(volume)
                    .getStatusBuilder()
                    .addAllPublishedNodeIds(driver.nodes(volume.getVolumeId())));
    return page.setNextToken(to < all.size() ? String.valueOf(to) : "").build();
  }

  private static Volume wanted(CreateVolumeRequest request) {
    List<Topology> preferred = request.getAccessibilityRequirements().getPreferredList();
    return Volume.newBuilder()
        .setCapacityBytes(request.getCapacityRange().getRequiredBytes())
        .addAllAccessibleTopology(preferred.stream().limit(1).toList())
        .build();
  }

  private <T> void answer(StreamObserver<T> observer, Object request, Supplier<T> work) {
    driver.received(request);
    T answer = work.get();
    driver.done(request);
    observer.onNext(answer);
    observer.onCompleted();
  }
}
