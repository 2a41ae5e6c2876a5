package example.ebs.controller;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.controller.attachment.InMemoryAttachments;
import example.ebs.controller.cluster.InMemoryOwners;
import example.ebs.controller.modification.InMemoryModifications;
import example.ebs.controller.volume.InMemoryVolumes;
import example.ebs.controller.volume.VolumeTags;
import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.VolumeId;
import example.ebs.proto.csi.ControllerGrpc;
import example.ebs.proto.csi.ControllerPublishVolumeRequest;
import java.util.Map;
import java.util.Optional;

/** The whole service over the fakes, in process, with a clock that only waiting moves. */
final class FakeController implements AutoCloseable {
  static final VolumeId VOLUME = new VolumeId("vol-00000000000000aaa");
  static final NodeId NODE = new NodeId("i-00000000000000aaa");
  static final NodeId OTHER_NODE = new NodeId("i-00000000000000bbb");

  final MovingTime time = new MovingTime();
  final InMemoryVolumes volumes = new InMemoryVolumes();
  final InMemoryAttachments attachments = new InMemoryAttachments();
  final InMemoryModifications modifications = new InMemoryModifications(volumes, time);
  final InMemoryOwners owners = new InMemoryOwners();
  private final GrpcController grpc;

  FakeController() {
    attachments.addVolume(VOLUME, "us-east-1a", false);
    attachments.addNode(NODE, "us-east-1a", false);
    attachments.addNode(OTHER_NODE, "us-east-1a", false);
    VolumeTags tags = new VolumeTags("ebs.example", Optional.of("blue"), Map.of("team", "storage"));
    grpc =
        new GrpcController(
            ControllerService.assemble(
                tags,
                new Clouds(volumes, volumes, attachments, modifications, owners),
                time.waiting()));
  }

  ControllerGrpc.ControllerBlockingStub stub() {
    return grpc.stub();
  }

  /** Attaches a volume to a node; the name under which it is attached. */
  String publish(ControllerPublishVolumeRequest.Builder request) {
    return stub().controllerPublishVolume(request.build()).getPublishContextOrThrow("devicePath");
  }

  void unpublish(String volume, String node) {
    assertThat(stub().controllerUnpublishVolume(Requests.unpublish(volume, node))).isNotNull();
  }

  @Override
  public void close() {
    grpc.close();
  }
}
