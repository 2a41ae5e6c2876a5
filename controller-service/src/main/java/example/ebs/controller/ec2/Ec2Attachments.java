package example.ebs.controller.ec2;

import example.ebs.controller.attachment.AttachableVolume;
import example.ebs.controller.attachment.AttachmentCloud;
import example.ebs.controller.attachment.NodeInstance;
import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.VolumeId;
import example.ebs.csi.model.Zone;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceBlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.Volume;

/** Attachments in EC2. */
final class Ec2Attachments implements AttachmentCloud {
  private final Ec2Client client;
  private final Ec2Calls calls;
  private final Ec2Describes describes;

  Ec2Attachments(Ec2Client client, Ec2Calls calls, Ec2Describes describes) {
    this.client = client;
    this.calls = calls;
    this.describes = describes;
  }

  @Override
  public Scene look(VolumeId volume, NodeId node) {
    // Both questions go out before either answer is waited for.
    CompletableFuture<Map<String, Volume>> volumes = describes.volumes(Set.of(volume.value()));
    CompletableFuture<Map<String, Instance>> instances = describes.instances(Set.of(node.value()));
    return new Scene(
        Optional.ofNullable(describes.within(volumes).get(volume.value()))
            .map(VolumeReading::attachable),
        Optional.ofNullable(describes.within(instances).get(node.value()))
            .map(Ec2Attachments::node));
  }

  @Override
  public Map<VolumeId, AttachableVolume> volumes(Set<VolumeId> ids) {
    Set<String> texts = ids.stream().map(VolumeId::value).collect(Collectors.toSet());
    Map<VolumeId, AttachableVolume> found = new HashMap<>();
    describes
        .within(describes.volumes(texts))
        .forEach((id, volume) -> found.put(new VolumeId(id), VolumeReading.attachable(volume)));
    return found;
  }

  @Override
  public AttachRequested attach(VolumeId volume, NodeId node, String device) {
    try {
      calls.change(
          "AttachVolume",
          limit ->
              client.attachVolume(
                  request ->
                      request
                          .volumeId(volume.value())
                          .instanceId(node.value())
                          .device(device)
                          .overrideConfiguration(limit)));
      return AttachRequested.BEGUN;
    } catch (Ec2Refusal refusal) {
      // After an attempt without an answer it may be this very volume that has the name.
      if (Ec2Failures.isDeviceNameTaken(refusal) && !refusal.mayHaveBeenDone()) {
        return AttachRequested.NAME_TAKEN;
      }
      if (Ec2Failures.isAttached(refusal)) {
        return AttachRequested.ALREADY_ATTACHED;
      }
      throw Ec2Failures.ofChange(refusal);
    }
  }

  @Override
  public void detach(VolumeId volume, NodeId node) {
    try {
      calls.change(
          "DetachVolume",
          limit ->
              client.detachVolume(
                  request ->
                      request
                          .volumeId(volume.value())
                          .instanceId(node.value())
                          .overrideConfiguration(limit)));
    } catch (Ec2Refusal refusal) {
      if (!Ec2Failures.isNotAttached(refusal)) {
        throw Ec2Failures.ofChange(refusal);
      }
    }
  }

  private static NodeInstance node(Instance instance) {
    boolean gone =
        switch (instance.state().name()) {
          case SHUTTING_DOWN, TERMINATED -> true;
          case PENDING, RUNNING, STOPPING, STOPPED, UNKNOWN_TO_SDK_VERSION -> false;
        };
    return new NodeInstance(
        new NodeId(instance.instanceId()),
        new Zone(instance.placement().availabilityZone()),
        gone,
        instance.blockDeviceMappings().stream()
            .map(InstanceBlockDeviceMapping::deviceName)
            .collect(Collectors.toSet()));
  }
}
