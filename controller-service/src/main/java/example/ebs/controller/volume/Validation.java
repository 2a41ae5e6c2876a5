package example.ebs.controller.volume;

import java.util.Map;

/** Whether a volume is what somebody takes it for. */
public sealed interface Validation {
  /**
   * It is, as far as was looked.
   *
   * @param parameters those that were compared with the volume, as they were given
   * @param mutableParameters the same of its class of attributes
   */
  record Confirmed(Map<String, String> parameters, Map<String, String> mutableParameters)
      implements Validation {
    public Confirmed {
      parameters = Map.copyOf(parameters);
      mutableParameters = Map.copyOf(mutableParameters);
    }
  }

  /** It is not, or nobody can say. */
  record Refused(String reason) implements Validation {}
}
