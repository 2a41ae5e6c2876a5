package example.ebs.controller.ec2;

import example.ebs.csi.failure.Failure;

/**
 * What EC2's error codes mean; the only list of them.
 *
 * <p>A code is final only where EC2 promises that nothing was done. Sources: EC2 API reference,
 * "Error codes for the Amazon EC2 API"; for what it leaves out, reports of other EBS drivers.
 */
final class Ec2Failures {
  private Ec2Failures() {}

  /** The failure for a refusal that means nothing special to the call. */
  static Failure failure(Ec2Refusal refusal) {
    String message =
        "EC2 refused %s: %s (%s)"
            .formatted(
                refusal.action(),
                refusal.getMessage(),
                refusal.code().isEmpty() ? "no error code" : refusal.code());
    return switch (refusal.code()) {
      case "InvalidVolume.NotFound",
          "InvalidVolumeID.Malformed",
          "InvalidInstanceID.NotFound",
          "InvalidInstanceID.Malformed" ->
          new Failure.NotFound(message, refusal);
      case "InvalidParameter",
          "InvalidParameterCombination",
          "InvalidParameterDependency",
          "InvalidParameterValue",
          "InvalidZone.NotFound",
          "InvalidTagKey.Malformed",
          "TagLimitExceeded",
          "MissingParameter",
          "UnknownParameter",
          "UnknownVolumeType",
          "UnsupportedOperation",
          "ValidationError",
          "VolumeIOPSLimit",
          "EncryptedVolumesNotSupported" ->
          new Failure.InvalidRequest(message, refusal);
      case "AttachmentLimitExceeded" ->
          new Failure.LimitReached(
              message + "; the node has as many volumes as its type allows, use another node",
              refusal);
      case "InsufficientVolumeCapacity", "VolumeTypeNotAvailableInZone" ->
          new Failure.LimitReached(
              message + "; the zone has no room for this type, use another zone", refusal);
      case "VolumeLimitExceeded", "MaxIOPSLimitExceeded" ->
          new Failure.LimitReached(
              message + "; ask AWS to raise the account's quota, or delete volumes", refusal);
      case "VolumeInUse" -> new Failure.InUse(message, refusal);
      case "IncorrectState", "IncorrectModificationState", "ConcurrentTagAccess" ->
          new Failure.InProgress(message + "; ask again", refusal);
      case "IncorrectInstanceState",
          "InvalidVolume.ZoneMismatch",
          "InvalidVolumeID.ZoneMismatch",
          "CustomerKeyHasBeenRevoked",
          "OperationNotPermitted",
          "UnsupportedOperationException" ->
          new Failure.PreconditionFailed(message, refusal);
      case "UnauthorizedOperation" ->
          new Failure.Denied(
              message + "; the driver's IAM role needs " + refusal.action(), refusal);
      case "AuthFailure",
          "ExpiredToken",
          "InvalidClientTokenId",
          "MissingAuthenticationToken",
          "OptInRequired",
          "SignatureDoesNotMatch" ->
          new Failure.Unauthenticated(message + "; check the driver's AWS credentials", refusal);
      default -> throttledOrUnknown(refusal, message);
    };
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

  /** Whether the volume is attached already. */
  static boolean isAttached(Ec2Refusal refusal) {
    return refusal.code().equals("VolumeInUse");
  }

  /** Whether asking again at once is pointless though the HTTP status says it may help. */
  static boolean isSettled(String code) {
    return code.equals("InsufficientVolumeCapacity");
  }

  private static Failure throttledOrUnknown(Ec2Refusal refusal, String message) {
    return switch (refusal.code()) {
      case "RequestLimitExceeded",
          "Throttling",
          "ThrottlingException",
          "RequestThrottled",
          "EC2ThrottledException",
          "TooManyRequestsException",
          "SlowDown" ->
          new Failure.Unavailable(
              message + "; the account's request limit is reached, ask again later", refusal);
      case "", "InternalError", "InternalFailure", "Unavailable", "ServiceUnavailable" ->
          new Failure.Unavailable(message + "; ask again", refusal);
      default -> new Failure.Internal(message, refusal);
    };
  }
}
