package example.ebs.controller.ec2;

import example.ebs.csi.failure.Failure;
import java.util.regex.Pattern;

/**
 * What EC2's error codes mean; the only list of them.
 *
 * <p>A code is final only where EC2 promises that nothing was done. Sources: EC2 API reference,
 * "Error codes for the Amazon EC2 API"; for what it leaves out, reports of other EBS drivers.
 */
final class Ec2Failures {
  private static final Pattern ENCODED =
      Pattern.compile("\\s*Encoded authorization failure message: \\S+");

  private Ec2Failures() {}

  /** The failure for a refusal that means nothing special to the call. */
  static Failure failure(Ec2Refusal refusal) {
    String said =
        "EC2 refused %s: %s (%s)"
            .formatted(
                refusal.action(),
                readable(refusal.getMessage()),
                refusal.code().isEmpty() ? "no error code" : refusal.code());
    return switch (meaning(refusal)) {
      case NO_SUCH_THING -> new Failure.NotFound(said, refusal);
      case BAD_REQUEST -> new Failure.InvalidRequest(said, refusal);
      case NODE_FULL ->
          limit(
              said + "; the node has as many volumes as its type allows, use another node",
              refusal);
      case ZONE_FULL ->
          limit(said + "; the zone has no room for this type, use another zone", refusal);
      case QUOTA ->
          new Failure.QuotaReached(
              said + "; ask AWS to raise the account's quota, or delete volumes", refusal);
      case IN_USE -> new Failure.InUse(said, refusal);
      case IN_BETWEEN -> new Failure.InProgress(said + "; ask again", refusal);
      case WRONG_STATE -> new Failure.PreconditionFailed(said, refusal);
      case NOT_ALLOWED ->
          new Failure.Denied(
              said + "; the driver's IAM role needs ec2:" + refusal.action(), refusal);
      case NOT_KNOWN ->
          new Failure.Unauthenticated(said + "; check the driver's AWS credentials", refusal);
      case THROTTLED ->
          new Failure.Unavailable(
              said + "; the account's request limit is reached, ask again later", refusal);
      case DOWN -> new Failure.Unavailable(said + "; ask again", refusal);
      case UNFORESEEN -> new Failure.Internal(said, refusal);
    };
  }

  /** Without what only AWS can read, which is 500 letters and another one each time. */
  private static String readable(String message) {
    return ENCODED.matcher(message).replaceAll("").strip();
  }

  /**
   * The same for a call that changes something: not final when an attempt before the refused one
   * may have made the change.
   */
  static Failure ofChange(Ec2Refusal refusal) {
    Failure failure = failure(refusal);
    return refusal.mayHaveBeenDone()
        ? failure.unsettled("an earlier attempt may have done it, and its repeat failed")
        : failure;
  }

  /** Whether the volume is gone, or never was. */
  static boolean isVolumeGone(Ec2Refusal refusal) {
    return refusal.code().equals("InvalidVolume.NotFound")
        || refusal.code().equals("InvalidVolumeID.Malformed");
  }

  /** Whether there is nothing to detach, as far as EC2 can tell at this moment. */
  static boolean isNotAttached(Ec2Refusal refusal) {
    return switch (refusal.code()) {
      case "IncorrectState",
          "InvalidAttachment.NotFound",
          "InvalidInstanceID.NotFound",
          "InvalidInstanceID.Malformed" ->
          true;
      default -> isVolumeGone(refusal);
    };
  }

  /** Whether the client token was used with other parameters, or for a volume that failed. */
  static boolean isTokenSpent(Ec2Refusal refusal) {
    return refusal.code().equals("IdempotentParameterMismatch");
  }

  /** Whether the device name is taken on the instance; this has no code of its own. */
  static boolean isDeviceNameTaken(Ec2Refusal refusal) {
    return refusal.code().equals("InvalidParameterValue")
        && refusal.getMessage().contains("already in use");
  }

  /** Whether EC2 modified the volume so often lately that it does not again now. */
  static boolean isModifiedTooOften(Ec2Refusal refusal) {
    return refusal.code().equals("VolumeModificationRateExceeded");
  }

  /** Whether the volume is attached already. */
  static boolean isAttached(Ec2Refusal refusal) {
    return refusal.code().equals("VolumeInUse");
  }

  /** Whether asking again at once is pointless though the HTTP status says it may help. */
  static boolean isSettled(String code) {
    return code.equals("InsufficientVolumeCapacity");
  }

  private static Failure limit(String message, Ec2Refusal refusal) {
    return new Failure.LimitReached(message, refusal);
  }

  /** A code that is not foreseen is final only where EC2 says that the request was at fault. */
  private static Meaning meaning(Ec2Refusal refusal) {
    Meaning meaning = meaning(refusal.code());
    return meaning == Meaning.UNFORESEEN && refusal.isServersFault() ? Meaning.DOWN : meaning;
  }

  private static Meaning meaning(String code) {
    return switch (code) {
      case "InvalidVolume.NotFound",
          "InvalidVolumeID.Malformed",
          "InvalidInstanceID.NotFound",
          "InvalidInstanceID.Malformed" ->
          Meaning.NO_SUCH_THING;
      case "EncryptedVolumesNotSupported",
          "InvalidTagKey.Malformed",
          "InvalidZone.NotFound",
          "MissingParameter",
          "TagLimitExceeded",
          "UnknownParameter",
          "UnknownVolumeType",
          "UnsupportedOperation",
          "ValidationError",
          "VolumeIOPSLimit" ->
          Meaning.BAD_REQUEST;
      case "AttachmentLimitExceeded" -> Meaning.NODE_FULL;
      case "InsufficientVolumeCapacity", "VolumeTypeNotAvailableInZone" -> Meaning.ZONE_FULL;
      case "VolumeLimitExceeded",
          "MaxIOPSLimitExceeded",
          "VolumeModificationRateExceeded",
          "VolumeModificationSizeLimitExceeded" ->
          Meaning.QUOTA;
      case "VolumeInUse" -> Meaning.IN_USE;
      case "IncorrectState", "IncorrectModificationState", "ConcurrentTagAccess" ->
          Meaning.IN_BETWEEN;
      default -> code.startsWith("InvalidParameter") ? Meaning.BAD_REQUEST : callersMeaning(code);
    };
  }

  /** What is wrong with the account, the caller or EC2 itself. */
  private static Meaning callersMeaning(String code) {
    return switch (code) {
      case "IncorrectInstanceState",
          "InvalidVolume.ZoneMismatch",
          "InvalidVolumeID.ZoneMismatch",
          "CustomerKeyHasBeenRevoked",
          "OperationNotPermitted",
          "UnsupportedOperationException" ->
          Meaning.WRONG_STATE;
      case "UnauthorizedOperation" -> Meaning.NOT_ALLOWED;
      case "AuthFailure",
          "ExpiredToken",
          "InvalidClientTokenId",
          "MissingAuthenticationToken",
          "OptInRequired",
          "SignatureDoesNotMatch" ->
          Meaning.NOT_KNOWN;
      case "RequestLimitExceeded",
          "Throttling",
          "ThrottlingException",
          "RequestThrottled",
          "EC2ThrottledException",
          "TooManyRequestsException",
          "SlowDown" ->
          Meaning.THROTTLED;
      case "", "InternalError", "InternalFailure", "Unavailable", "ServiceUnavailable" ->
          Meaning.DOWN;
      default -> Meaning.UNFORESEEN;
    };
  }

  private enum Meaning {
    NO_SUCH_THING,
    BAD_REQUEST,
    NODE_FULL,
    ZONE_FULL,
    QUOTA,
    IN_USE,
    IN_BETWEEN,
    WRONG_STATE,
    NOT_ALLOWED,
    NOT_KNOWN,
    THROTTLED,
    DOWN,
    UNFORESEEN
  }
}
