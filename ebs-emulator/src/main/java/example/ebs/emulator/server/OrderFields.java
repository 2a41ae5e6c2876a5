package example.ebs.emulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import example.ebs.emulator.wire.Ec2Failure;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The fields of a {@link FaultOrder} in JSON, read one by one. */
record OrderFields(JsonNode json) {
  /** What each kind of order is made of. */
  private static final Map<String, Set<String>> FIELDS =
      Map.of(
          "fail", Set.of("kind", "action", "mentioning", "times", "status", "code"),
          "delay", Set.of("kind", "action", "mentioning", "times", "ms"),
          "delayReply", Set.of("kind", "action", "mentioning", "times", "ms"),
          "loseReply", Set.of("kind", "action", "mentioning", "times"),
          "zoneFull", Set.of("kind", "zone", "mentioning", "full"));

  String text(String name) {
    return found(name)
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue)
        .orElseThrow(() -> wrong(name, "a text"));
  }

  int number(String name, int otherwise) {
    JsonNode value = found(name).orElseGet(() -> IntNode.valueOf(otherwise));
    if (!value.canConvertToInt() || value.intValue() < 1) {
      throw wrong(name, "a number from 1 to " + Integer.MAX_VALUE);
    }
    return value.intValue();
  }

  boolean flag(String name) {
    return found(name)
        .filter(JsonNode::isBoolean)
        .map(JsonNode::booleanValue)
        .orElseThrow(() -> wrong(name, "true or false"));
  }

  Duration time() {
    return Duration.ofMillis(number("ms", 1000));
  }

  void allowOnly(String kind) {
    Set<String> allowed =
        Optional.ofNullable(FIELDS.get(kind))
            .orElseThrow(() -> wrong("kind", "one of " + new TreeSet<>(FIELDS.keySet())));
    Set<String> others = new TreeSet<>();
    json.fieldNames().forEachRemaining(others::add);
    others.removeAll(allowed);
    if (!others.isEmpty()) {
      throw FaultOrder.refused(
          "%s takes %s, and was also given %s".formatted(kind, new TreeSet<>(allowed), others));
    }
  }

  private Optional<JsonNode> found(String name) {
    return Optional.ofNullable(json.get(name));
  }

  private Ec2Failure wrong(String name, String wanted) {
    return FaultOrder.refused(
        "wanted %s to be %s, and found %s"
            .formatted(name, wanted, found(name).map(JsonNode::toString).orElse("nothing")));
  }
}
