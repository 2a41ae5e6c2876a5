package example.ebs.controller;

import example.ebs.controller.attachment.AttachVolume;
import example.ebs.controller.attachment.AttachmentTranslator;
import example.ebs.controller.attachment.VolumeAttacher;
import example.ebs.controller.attachment.VolumeDetacher;
import example.ebs.controller.modification.ModificationTranslator;
import example.ebs.controller.modification.VolumeChange;
import example.ebs.controller.volume.CreateVolume;
import example.ebs.controller.volume.ValidateVolume;
import example.ebs.controller.volume.Validation;
import example.ebs.controller.volume.VolumeTranslator;
import example.ebs.csi.lock.KeyedLocks;
import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.VolumeId;
import example.ebs.csi.request.Capabilities;
import example.ebs.csi.request.RequestFields;
import example.ebs.proto.csi.ControllerExpandVolumeRequest;
import example.ebs.proto.csi.ControllerExpandVolumeResponse;
import example.ebs.proto.csi.ControllerGetCapabilitiesRequest;
import example.ebs.proto.csi.ControllerGetCapabilitiesResponse;
import example.ebs.proto.csi.ControllerGrpc;
import example.ebs.proto.csi.ControllerModifyVolumeRequest;
import example.ebs.proto.csi.ControllerModifyVolumeResponse;
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
import example.ebs.proto.csi.ValidateVolumeCapabilitiesRequest;
import example.ebs.proto.csi.ValidateVolumeCapabilitiesResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The Controller RPCs: translate, lock, call, answer.
 *
 * <p>Throws failures; {@link example.ebs.csi.failure.FailureInterceptor} turns them into statuses.
 */
final class ControllerGrpcService extends ControllerGrpc.ControllerImplBase {
  /**
   * Growth and change are served and not yet told of: who relies on them needs a node that grows
   * filesystems, too.
   */
  private static final ControllerGetCapabilitiesResponse CAPABILITIES =
      ControllerGetCapabilitiesResponse.newBuilder()
          .addAllCapabilities(
              Stream.of(
                      ControllerServiceCapability.RPC.Type.CREATE_DELETE_VOLUME,
                      ControllerServiceCapability.RPC.Type.PUBLISH_UNPUBLISH_VOLUME,
                      ControllerServiceCapability.RPC.Type.LIST_VOLUMES,
                      ControllerServiceCapability.RPC.Type.LIST_VOLUMES_PUBLISHED_NODES,
                      ControllerServiceCapability.RPC.Type.SINGLE_NODE_MULTI_WRITER)
                  .map(ControllerGrpcService::capability)
                  .toList())
          .build();

  private final VolumeCalls volumes;
  private final VolumeAttacher attacher;
  private final VolumeDetacher detacher;
  private final ModificationCalls modifications;
  private final KeyedLocks locks = new KeyedLocks();

  ControllerGrpcService(
      VolumeCalls volumes,
      VolumeAttacher attacher,
      VolumeDetacher detacher,
      ModificationCalls modifications) {
    this.volumes = volumes;
    this.modifications = modifications;
    this.attacher = attacher;
    this.detacher = detacher;
  }

  @Override
  public void createVolume(
      CreateVolumeRequest request, StreamObserver<CreateVolumeResponse> observer) {
    CreateVolume wanted = volumes.translator().command(request);
    answer(
        observer,
        () ->
            locked(
                "volume name " + wanted.name(),
                () -> volumes.translator().response(volumes.creator().create(wanted))));
  }

  @Override
  public void deleteVolume(
      DeleteVolumeRequest request, StreamObserver<DeleteVolumeResponse> observer) {
    String id = RequestFields.required("volume_id", request.getVolumeId());
    // An id that EC2 cannot have given names a volume that does not exist, so it is deleted.
    VolumeId.parse(id).ifPresent(volume -> lockedDelete(volume));
    answer(observer, DeleteVolumeResponse::getDefaultInstance);
  }

  @Override
  public void listVolumes(
      ListVolumesRequest request, StreamObserver<ListVolumesResponse> observer) {
    answer(
        observer,
        () ->
            VolumeTranslator.response(
                volumes.lister().list(request.getMaxEntries(), request.getStartingToken())));
  }

  @Override
  public void controllerPublishVolume(
      ControllerPublishVolumeRequest request,
      StreamObserver<ControllerPublishVolumeResponse> observer) {
    AttachVolume wanted = AttachmentTranslator.command(request);
    answer(
        observer,
        () ->
            locked(
                attachment(wanted.volume(), wanted.node()),
                () -> AttachmentTranslator.response(attacher.attach(wanted))));
  }

  @Override
  public void controllerUnpublishVolume(
      ControllerUnpublishVolumeRequest request,
      StreamObserver<ControllerUnpublishVolumeResponse> observer) {
    String id = RequestFields.required("volume_id", request.getVolumeId());
    Optional<NodeId> node =
        Optional.of(request.getNodeId())
            .filter(text -> !text.isEmpty())
            .map(AttachmentTranslator::node);
    VolumeId.parse(id).ifPresent(volume -> lockedDetach(volume, node));
    answer(observer, ControllerUnpublishVolumeResponse::getDefaultInstance);
  }

  @Override
  public void controllerExpandVolume(
      ControllerExpandVolumeRequest request,
      StreamObserver<ControllerExpandVolumeResponse> observer) {
    VolumeId volume = ModificationTranslator.volume(request.getVolumeId());
    VolumeChange change = ModificationTranslator.change(request);
    answer(
        observer,
        () ->
            ModificationTranslator.response(
                request, modifications.modifier().modify(volume, change)));
  }

  @Override
  public void controllerModifyVolume(
      ControllerModifyVolumeRequest request,
      StreamObserver<ControllerModifyVolumeResponse> observer) {
    VolumeId volume = ModificationTranslator.volume(request.getVolumeId());
    VolumeChange change = modifications.translator().change(request);
    answer(
        observer,
        () -> {
          var _ = modifications.modifier().modify(volume, change);
          return ControllerModifyVolumeResponse.getDefaultInstance();
        });
  }

  @Override
  public void validateVolumeCapabilities(
      ValidateVolumeCapabilitiesRequest request,
      StreamObserver<ValidateVolumeCapabilitiesResponse> observer) {
    String id = RequestFields.required("volume_id", request.getVolumeId());
    ValidateVolume asked =
        new ValidateVolume(
            id,
            Capabilities.parseAll("volume_capabilities", request.getVolumeCapabilitiesList()),
            request.getParametersMap(),
            request.getParametersMutableMap(),
            request.getVolumeContextMap());
    answer(
        observer,
        () ->
            switch (volumes.validator().validate(asked)) {
              case Validation.Confirmed confirmed -> confirmed(request, confirmed);
              case Validation.Refused refused -> refused(refused.reason());
            });
  }

  @Override
  public void controllerGetCapabilities(
      ControllerGetCapabilitiesRequest request,
      StreamObserver<ControllerGetCapabilitiesResponse> observer) {
    answer(observer, () -> CAPABILITIES);
  }

  private void lockedDelete(VolumeId volume) {
    try (KeyedLocks.Held _ = locks.take("volume " + volume)) {
      volumes.deleter().delete(volume);
    }
  }

  private void lockedDetach(VolumeId volume, Optional<NodeId> node) {
    // Without a node, CSI means every node that has it.
    for (NodeId each : node.map(List::of).orElseGet(() -> detacher.nodes(volume))) {
      try (KeyedLocks.Held _ = locks.take(attachment(volume, each))) {
        detacher.detach(volume, each);
      }
    }
  }

  private <T> T locked(String key, Supplier<T> work) {
    try (KeyedLocks.Held _ = locks.take(key)) {
      return work.get();
    }
  }

  private static String attachment(VolumeId volume, NodeId node) {
    return "volume " + volume + " on node " + node;
  }

  private static ValidateVolumeCapabilitiesResponse confirmed(
      ValidateVolumeCapabilitiesRequest request, Validation.Confirmed confirmed) {
    return ValidateVolumeCapabilitiesResponse.newBuilder()
        .setConfirmed(
            ValidateVolumeCapabilitiesResponse.Confirmed.newBuilder()
                .addAllVolumeCapabilities(request.getVolumeCapabilitiesList())
                .putAllParameters(confirmed.parameters())
                .putAllParametersMutable(confirmed.mutableParameters()))
        .build();
  }

  private static ValidateVolumeCapabilitiesResponse refused(String objection) {
    return ValidateVolumeCapabilitiesResponse.newBuilder().setMessage(objection).build();
  }

  private static ControllerServiceCapability capability(ControllerServiceCapability.RPC.Type type) {
    return ControllerServiceCapability.newBuilder()
        .setRpc(ControllerServiceCapability.RPC.newBuilder().setType(type))
        .build();
  }

  private static <T> void answer(StreamObserver<T> observer, Supplier<T> work) {
    observer.onNext(work.get());
    observer.onCompleted();
  }
}
