package example.ebs.controller.ec2;

import example.ebs.controller.volume.Creation;
import example.ebs.controller.volume.EbsVolume;
import example.ebs.controller.volume.Encryption;
import example.ebs.controller.volume.NewVolume;
import example.ebs.controller.volume.VolumeCloud;
import example.ebs.controller.volume.VolumeSpecification;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeId;
import example.ebs.csi.model.Zone;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateVolumeRequest;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Volumes in EC2. */
final class Ec2Volumes implements VolumeCloud {
  private final Ec2Client client;
  private final Ec2Calls calls;
  private final Ec2Describes describes;
  private final RecentOwners recent;

  Ec2Volumes(Ec2Client client, Ec2Calls calls, Ec2Describes describes, RecentOwners recent) {
    this.client = client;
    this.calls = calls;
    this.describes = describes;
    this.recent = recent;
  }

  @Override
  public List<EbsVolume> findByName(String name) {
    return describes.within(describes.volumesByName(name)).getOrDefault(name, List.of()).stream()
        .map(VolumeReading::volume)
        .toList();
  }

  @Override
  public Map<VolumeId, EbsVolume> find(Set<VolumeId> ids) {
    Set<String> texts = ids.stream().map(VolumeId::value).collect(Collectors.toSet());
    Map<VolumeId, EbsVolume> found = new HashMap<>();
    describes
        .within(describes.volumes(texts))
        .forEach((id, volume) -> found.put(new VolumeId(id), VolumeReading.volume(volume)));
    return found;
  }

  @Override
  public Creation create(NewVolume volume) {
    CreateVolumeRequest.Builder request = request(volume);
    try {
      EbsVolume created =
          VolumeReading.created(
              calls.change(
                  "CreateVolume",
                  limit -> client.createVolume(request.overrideConfiguration(limit).build())));
      recent.note(created.id().value(), volume.tags());
      return new Creation.Created(created);
    } catch (Ec2Refusal refusal) {
      if (Ec2Failures.isTokenSpent(refusal)) {
        return new Creation.TokenSpent();
      }
      Failure failure = Ec2Failures.failure(refusal);
      if (failure.isFinal() && refusal.mayHaveBeenDone()) {
        return new Creation.Unsettled(failure);
      }
      throw failure;
    }
  }

  @Override
  public void delete(VolumeId id) {
    try {
      calls.change(
          "DeleteVolume",
          limit ->
              client.deleteVolume(
                  request -> request.volumeId(id.value()).overrideConfiguration(limit)));
    } catch (Ec2Refusal refusal) {
      if (!Ec2Failures.isVolumeGone(refusal)) {
        throw Ec2Failures.ofChange(refusal);
      }
    }
  }

  @Override
  public List<Zone> zones() {
    try {
      return describes.zones().stream().map(Zone::new).toList();
    } catch (Ec2Refusal refusal) {
      throw Ec2Failures.failure(refusal);
    }
  }

  private static CreateVolumeRequest.Builder request(NewVolume volume) {
    VolumeSpecification wanted = volume.specification();
    CreateVolumeRequest.Builder request =
        CreateVolumeRequest.builder()
            .clientToken(volume.token())
            .availabilityZone(volume.zone().value())
            .size(Math.toIntExact(wanted.size().gibibytes()))
            .volumeType(wanted.type().limits().type())
            .tagSpecifications(tags(volume.tags()));
    wanted.type().iops().ifPresent(request::iops);
    wanted.type().throughput().ifPresent(request::throughput);
    if (wanted.multiAttach()) {
      request.multiAttachEnabled(true);
    }
    encrypt(request, wanted.encryption());
    return request;
  }

  private static void encrypt(CreateVolumeRequest.Builder request, Encryption encryption) {
    switch (encryption) {
      case Encryption.AccountDefault _ -> {}
      case Encryption.DefaultKey _ -> request.encrypted(true);
      case Encryption.Key key -> request.encrypted(true).kmsKeyId(key.id());
    }
  }

  private static TagSpecification tags(Map<String, String> tags) {
    return TagSpecification.builder()
        .resourceType(ResourceType.VOLUME)
        .tags(
            // In one order always: a client token demands that a repeated request be the same.
            tags.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList())
        .build();
  }
}
