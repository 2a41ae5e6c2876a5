package example.ebs.controller.ec2;

import example.ebs.controller.modification.Modification;
import example.ebs.controller.modification.ModificationCloud;
import example.ebs.controller.modification.ModificationStart;
import example.ebs.controller.modification.VolumeShape;
import example.ebs.csi.model.VolumeId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.ModifyVolumeRequest;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.Volume;
import software.amazon.awssdk.services.ec2.model.VolumeModification;

/** Modifications in EC2. */
final class Ec2Modifications implements ModificationCloud {
  private final Ec2Client client;
  private final Ec2Calls calls;
  private final Ec2Describes describes;

  Ec2Modifications(Ec2Client client, Ec2Calls calls, Ec2Describes describes) {
    this.client = client;
    this.calls = calls;
    this.describes = describes;
  }

  @Override
  public Scene look(VolumeId id) {
    // Both questions go out before either answer is waited for.
    CompletableFuture<Map<String, Volume>> volumes = describes.volumes(Set.of(id.value()));
    CompletableFuture<Map<String, VolumeModification>> latest =
        describes.modifications(Set.of(id.value()));
    return new Scene(
        Optional.ofNullable(describes.within(volumes).get(id.value())).map(VolumeReading::volume),
        Optional.ofNullable(describes.within(latest).get(id.value()))
            .map(ModificationReading::modification));
  }

  @Override
  public Map<VolumeId, Modification> latest(Set<VolumeId> ids) {
    Set<String> texts = ids.stream().map(VolumeId::value).collect(Collectors.toSet());
    Map<VolumeId, Modification> found = new HashMap<>();
    describes
        .within(describes.modifications(texts))
        .forEach(
            (id, latest) -> found.put(new VolumeId(id), ModificationReading.modification(latest)));
    return found;
  }

  @Override
  public ModificationStart modify(VolumeId id, VolumeShape from, VolumeShape to) {
    ModifyVolumeRequest.Builder request = request(id, from, to);
    try {
      return new ModificationStart.Begun(
          ModificationReading.begun(
              calls.change(
                  "ModifyVolume",
                  limit -> client.modifyVolume(request.overrideConfiguration(limit).build()))));
    } catch (Ec2Refusal refusal) {
      if (Ec2Failures.isModifiedTooOften(refusal) && !refusal.mayHaveBeenDone()) {
        return new ModificationStart.TooSoon(refusal.getMessage());
      }
      throw Ec2Failures.ofChange(refusal);
    }
  }

  @Override
  public void tag(VolumeId id, Map<String, String> tags) {
    List<Tag> wanted =
        tags.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
    try {
      calls.change(
          "CreateTags",
          limit ->
              client.createTags(
                  request ->
                      request.resources(id.value()).tags(wanted).overrideConfiguration(limit)));
    } catch (Ec2Refusal refusal) {
      throw Ec2Failures.ofChange(refusal);
    }
  }

  private static ModifyVolumeRequest.Builder request(
      VolumeId id, VolumeShape from, VolumeShape to) {
    ModifyVolumeRequest.Builder request = ModifyVolumeRequest.builder().volumeId(id.value());
    boolean otherType = !to.type().equals(from.type());
    if (otherType) {
      request.volumeType(to.type());
    }
    if (!to.size().equals(from.size())) {
      request.size(Math.toIntExact(to.size().gibibytes()));
    }
    another(from.iops(), to.iops(), otherType).ifPresent(request::iops);
    another(from.throughput(), to.throughput(), otherType).ifPresent(request::throughput);
    return request;
  }

  /** With another type what is not named gets that type's default, so all of it is named. */
  private static OptionalInt another(OptionalInt from, OptionalInt to, boolean otherType) {
    return otherType || !to.equals(from) ? to : OptionalInt.empty();
  }
}
