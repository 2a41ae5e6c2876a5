package example.ebs.emulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import example.ebs.emulator.fault.Faults;
import example.ebs.emulator.wire.Ec2Failure;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/** One order for {@link Faults}, as it comes over HTTP. */
sealed interface FaultOrder {
  /** The next requests fail with EC2's code, and nothing is done. */
  record Fail(String action, int times, int status, String code) implements FaultOrder {}

  /** The next requests wait before anything is done. */
  record Delay(String action, int times, Duration time) implements FaultOrder {}

  /** The next requests are carried out at once and answered later. */
  record DelayReply(String action, int times, Duration time) implements FaultOrder {}

  /** The next requests are carried out and never answered. */
  record LoseReply(String action, int times) implements FaultOrder {}

  /** A zone has no room, or has room again. */
  record ZoneFull(String zone, boolean full) implements FaultOrder {}

  default void applyTo(Faults faults) {
    switch (this) {
      case Fail order -> faults.fail(order.action(), order.times(), order.status(), order.code());
      case Delay order -> faults.delay(order.action(), order.times(), order.time());
      case DelayReply order -> faults.delayReply(order.action(), order.times(), order.time());
      case LoseReply order -> faults.loseReply(order.action(), order.times());
      case ZoneFull order -> faults.zoneFull(order.zone(), order.full());
    }
  }

  /**
   * An order for what there is not would wait for ever, and its test would pass for nothing.
   *
   * @throws Ec2Failure with the names that there are
   */
  default void refuseUnknownNames(Set<String> actions, Set<String> zones) {
    switch (this) {
      case Fail order -> refuseUnknown("action", order.action(), actions);
      case Delay order -> refuseUnknown("action", order.action(), actions);
      case DelayReply order -> refuseUnknown("action", order.action(), actions);
      case LoseReply order -> refuseUnknown("action", order.action(), actions);
      case ZoneFull order -> refuseUnknown("zone", order.zone(), zones);
    }
  }

  private static void refuseUnknown(String what, String name, Set<String> known) {
    if (!known.contains(name)) {
      throw refused(
          "wanted %s to be one of %s, and found %s".formatted(what, new TreeSet<>(known), name));
    }
  }

  /**
   * Reads an order.
   *
   * @throws Ec2Failure with what is wanted in place of what was found
   */
  static FaultOrder parse(JsonNode json) {
    OrderFields fields = new OrderFields(json);
    String kind = fields.text("kind");
    fields.allowOnly(kind);
    return switch (kind) {
      case "fail" ->
          new Fail(
              fields.text("action"),
              fields.number("times", 1),
              fields.number("status", 400),
              fields.text("code"));
      case "delay" -> new Delay(fields.text("action"), fields.number("times", 1), fields.time());
      case "delayReply" ->
          new DelayReply(fields.text("action"), fields.number("times", 1), fields.time());
      case "loseReply" -> new LoseReply(fields.text("action"), fields.number("times", 1));
      default -> new ZoneFull(fields.text("zone"), fields.flag("full"));
    };
  }

  /**
   * The text of the requests that an order is for; empty for all of them.
   *
   * @throws Ec2Failure when it is none
   */
  static String mentioning(JsonNode json) {
    return json.has("mentioning") ? new OrderFields(json).text("mentioning") : "";
  }

  static Ec2Failure refused(String message) {
    return new Ec2Failure(400, "InvalidParameterValue", message);
  }
}
