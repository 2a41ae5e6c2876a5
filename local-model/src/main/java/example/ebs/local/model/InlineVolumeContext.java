package example.ebs.local.model;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeSize;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a pod tells its node about an inline volume, which is an emptyDir.
 *
 * <p>Anybody who may write a pod writes this, so it never says where anything lies.
 *
 * @param sizeLimit empty means that no limit was asked for
 * @param inMemory whether it is a tmpfs
 */
public record InlineVolumeContext(Optional<VolumeSize> sizeLimit, boolean inMemory) {
  private static final String SIZE_LIMIT = "sizeLimit";

  /**
   * Reads the attributes. Keys of the kubelet are ignored.
   *
   * @throws Failure.InvalidRequest when a key is unknown, or a value cannot be read
   */
  public static InlineVolumeContext fromMap(Map<String, String> map) {
    Words words =
        new Words("volumeAttributes:", map)
            .requireKnown(List.of(Words.MODE, SIZE_LIMIT, Words.MEDIUM));
    words
        .text(Words.MODE)
        .filter(mode -> !mode.equals(LocalMode.EMPTY_DIR.toString()))
        .ifPresent(
            _ -> {
              throw words.refusal(
                  Words.MODE, "emptyDir in a volume that a pod declares itself; claim the others");
            });
    return new InlineVolumeContext(words.quantity(SIZE_LIMIT), words.inMemory());
  }
}
