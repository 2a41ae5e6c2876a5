package example.ebs.csi.model;

import example.ebs.csi.failure.Failure;
import java.util.Map;

/**
 * What ControllerPublishVolume tells the node: under which name EC2 attached the volume.
 *
 * @param devicePath such as {@code /dev/xvdaa}; a hint only, the node finds the device by the
 *     volume's id
 */
public record PublishContext(String devicePath) {
  private static final String DEVICE_PATH = "devicePath";

  public static PublishContext fromMap(Map<String, String> map) {
    String path = map.get(DEVICE_PATH);
    if (path == null || path.isEmpty()) {
      throw new Failure.InvalidRequest(
          "publish_context must carry " + DEVICE_PATH + ", as ControllerPublishVolume returned it");
    }
    return new PublishContext(path);
  }

  public Map<String, String> toMap() {
    return Map.of(DEVICE_PATH, devicePath);
  }
}
