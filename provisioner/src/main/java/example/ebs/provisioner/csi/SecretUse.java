package example.ebs.provisioner.csi;

import java.util.Optional;

/** What a driver is told a Secret for; a class may name one for each. */
public enum SecretUse {
  /** CreateVolume and DeleteVolume. */
  PROVISIONER("provisioner", "csiProvisionerSecret"),
  CONTROLLER_PUBLISH("controller-publish", "csiControllerPublishSecret"),
  NODE_STAGE("node-stage", "csiNodeStageSecret"),
  NODE_PUBLISH("node-publish", "csiNodePublishSecret"),
  CONTROLLER_EXPAND("controller-expand"),
  NODE_EXPAND("node-expand"),
  CONTROLLER_MODIFY("controller-modify");

  private final String word;
  private final Optional<String> oldWord;

  SecretUse(String word, String oldWord) {
    this.word = word;
    this.oldWord = Optional.of(oldWord);
  }

  SecretUse(String word) {
    this.word = word;
    this.oldWord = Optional.empty();
  }

  /** The keys of its name and namespace. */
  SecretKeys keys() {
    return new SecretKeys(
        "%s%s-secret-name".formatted(ClassSecrets.RESERVED, word),
        "%s%s-secret-namespace".formatted(ClassSecrets.RESERVED, word));
  }

  /** Those by which it was named before keys were reserved; drivers are told them as well. */
  Optional<SecretKeys> oldKeys() {
    return oldWord.map(prefix -> new SecretKeys(prefix + "Name", prefix + "Namespace"));
  }
}
