package example.ebs.csi.model;

import example.ebs.csi.failure.Failure;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a PersistentVolume tells the node about its volume.
 *
 * <p>Keys that it does not know are ignored: the kubelet adds its own ({@code
 * csi.storage.k8s.io/…}), provisioners theirs ({@code storage.kubernetes.io/…}), and hand-written
 * PersistentVolumes carry what other drivers understood.
 *
 * @param partition the partition to use, from 1; empty means the whole device
 */
public record VolumeContext(OptionalInt partition) {
  private static final String PARTITION = "partition";

  /**
   * Reads the map.
   *
   * @throws Failure.InvalidRequest when the partition is not a number; 0 and nothing mean none
   */
  public static VolumeContext fromMap(Map<String, String> map) {
    String text = Optional.ofNullable(map.get(PARTITION)).orElse("");
    // Nine digits hold every partition number and no overflow.
    if (!text.matches("[0-9]{0,9}")) {
      throw new Failure.InvalidRequest(
          "volume_context: %s must be a positive whole number, or 0 or empty for the whole device, and is \"%s\""
              .formatted(PARTITION, text));
    }
    int number = text.isEmpty() ? 0 : Integer.parseInt(text);
    return new VolumeContext(number == 0 ? OptionalInt.empty() : OptionalInt.of(number));
  }
}
