package example.ebs.controller.volume;

import example.ebs.csi.model.VolumeCapability;
import java.util.List;
import java.util.Map;

/**
 * What a caller wants to know of a volume that exists.
 *
 * @param parameters of a class that may have made it
 * @param mutableParameters of a class of attributes
 * @param context as its PersistentVolume has it
 */
public record ValidateVolume(
    String volumeId,
    List<VolumeCapability> capabilities,
    Map<String, String> parameters,
    Map<String, String> mutableParameters,
    Map<String, String> context) {
  public ValidateVolume {
    capabilities = List.copyOf(capabilities);
    parameters = Map.copyOf(parameters);
    mutableParameters = Map.copyOf(mutableParameters);
    context = Map.copyOf(context);
  }
}
