package example.ebs.provisioner.csi;

import example.ebs.csi.failure.Failure;
import java.util.Map;
import java.util.Optional;

/** The two keys of a class's parameters that name one Secret. */
record SecretKeys(String name, String namespace) {
  /**
   * What the parameters name by them.
   *
   * @throws Failure.InvalidRequest when there is one without the other, or one is empty
   */
  Optional<SecretTemplate> find(Map<String, String> parameters) {
    boolean named = parameters.containsKey(name);
    if (named != parameters.containsKey(namespace)) {
      throw new Failure.InvalidRequest(
          "parameters %s and %s name a Secret together; give both or none"
              .formatted(name, namespace));
    }
    if (!named) {
      return Optional.empty();
    }
    return Optional.of(
        new SecretTemplate(this, value(name, parameters), value(namespace, parameters)));
  }

  private static String value(String key, Map<String, String> parameters) {
    return Optional.ofNullable(parameters.get(key))
        .filter(value -> !value.isEmpty())
        .orElseThrow(
            () ->
                new Failure.InvalidRequest(
                    "parameter %s is empty; give a Secret's name, or leave it out".formatted(key)));
  }
}
